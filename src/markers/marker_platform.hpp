// SPDX-License-Identifier: MIT
#pragma once

#include "markers/marker_table.hpp"

namespace axle {

/// The same marker on every platform that exists, in the one form that all such markers share. It
/// differs from `id` only where os_name, sys_platform and platform_system have values that no
/// machine has together. Every public operation ends with this.
MarkerId canonical_on_platforms(MarkerTable& table, MarkerId id);

}  // namespace axle
