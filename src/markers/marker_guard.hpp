// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "markers/marker_table.hpp"

namespace axle {

/// The values of one test for which a branch of a cover is taken: intervals in their order, with
/// gaps between, or for a boolean test which of true and false.
struct MarkerGuard {
  bool always = false;  ///< every value; the rest means nothing
  bool when_true = false, when_false = false;
  std::vector<MarkerTable::Interval> intervals;
};

/// `guard` and `more` together.
void widen(const MarkerTable& table, TestId test, MarkerGuard& guard, const MarkerGuard& more);

/// The marker that holds just where `guard` does.
MarkerId marker_of(MarkerTable& table, TestId test, const MarkerGuard& guard);

/// One comparison as it is written.
struct MarkerTerm {
  unsigned kind;     ///< the sort key, by which uv orders what it writes
  std::string text;  ///< "sys_platform == 'linux'"
  TestId test;
  bool is_extra = false;  ///< `extra == 'x'`; not `extra != 'x'`
};

/// The guard as alternatives, each a conjunction of terms. One empty
/// alternative for a guard that excludes nothing.
std::vector<std::vector<MarkerTerm>> terms_of(const MarkerTable& table, TestId test,
                                              const MarkerGuard& guard);

}  // namespace axle
