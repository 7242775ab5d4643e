// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace axle {

/// From a node to another; the nodes are numbers below a count.
using Arc = std::pair<std::size_t, std::size_t>;

/// The order of the nodes by the heuristic of Eades, Lin and Smyth ("A fast and effective heuristic
/// for the feedback arc set problem", 1993): as few arcs as it can lead backwards in it, and none
/// if there is no cycle. The value of a node is its place. Nodes without an arc come last. Where
/// several nodes would do, the one that became eligible last is taken, as uv's library does, since
/// the tree's starts depend on it. Linear in the arcs.
std::vector<std::size_t> acyclic_order(const std::vector<Arc>& arcs, std::size_t count);

}  // namespace axle
