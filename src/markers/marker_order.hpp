// SPDX-License-Identifier: MIT
#pragma once

#include <compare>

#include "markers/marker_table.hpp"

namespace axle {

/// The total order of trees: by the kind of the first test, its key,
/// then the edges one after the other, each by its interval and its tree. Linear in the path.
std::strong_ordering compare_trees(const MarkerTable& table, MarkerId a, MarkerId b);

}  // namespace axle
