// SPDX-License-Identifier: MIT
#pragma once

#include "markers/marker_table.hpp"

namespace axle {

/// A marker equal to `id` wherever `assumption` holds, without the tests that only restate the
/// assumption (the generalised cofactor).
MarkerId restricted(MarkerTable& table, MarkerId id, MarkerId assumption);

}  // namespace axle
