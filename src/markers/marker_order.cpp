// SPDX-License-Identifier: MIT
#include "markers/marker_order.hpp"

#include <algorithm>
#include <array>

namespace axle {

namespace {

// By TestKind; true and false come before.
constexpr std::array<unsigned, 7> ranks = {4, 3, 2, 5, 6, 8, 7};

unsigned rank(const MarkerTable& table, MarkerId id) {
  if (is_constant(id)) return id;
  return ranks[static_cast<std::size_t>(table.tests.at(table.test(id)).kind)];
}

}  // namespace

std::strong_ordering compare_trees(const MarkerTable& table, MarkerId a, MarkerId b) {
  // Equal trees are one number, so the first edges that differ decide, and only these are followed.
  while (a != b) {
    if (const auto order = rank(table, a) <=> rank(table, b); order != 0) return order;
    const TestId test = table.test(a);
    if (const auto order = table.tests.compare(test, table.test(b)); order != 0) return order;
    const MarkerEdges left = table.edges(a);
    const MarkerEdges right = table.edges(b);
    const bool has_cuts = !table.tests.at(test).is_boolean();
    std::size_t i = 0;
    for (; i < std::min(left.size(), right.size()); ++i) {
      // The lower ends are equal, since those before were. An edge without a cut ends at infinity.
      const bool left_ends = i + 1 < left.size();
      const bool right_ends = i + 1 < right.size();
      if (has_cuts && left_ends != right_ends)
        return left_ends ? std::strong_ordering::less : std::strong_ordering::greater;
      if (has_cuts && left_ends) {
        const auto order = table.compare_cuts(test, left.cut(i), right.cut(i));
        if (order != 0) return order;
      }
      if (left[i] != right[i]) break;
    }
    if (i == std::min(left.size(), right.size())) return left.size() <=> right.size();
    a = left[i];
    b = right[i];
  }
  return std::strong_ordering::equal;
}

}  // namespace axle
