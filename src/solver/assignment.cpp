// SPDX-License-Identifier: MIT
#include "solver/assignment.hpp"

#include <algorithm>
#include <cassert>

namespace axle::solver {

Satisfier PackageAssignments::satisfier(const Term& excluded) const {
  // The accumulated terms only get narrower, so those disjoint with `excluded` are at the end.
  const auto found = std::ranges::partition_point(
      derivations, [&](const Assignment& a) { return !a.accumulated.is_disjoint(excluded); });
  if (found != derivations.end()) return {found->cause, found->order, found->level};
  assert(chosen && "nothing rules the term out");
  return {std::nullopt, chosen->order, highest};
}

void PackageAssignments::forget_above(Level level) {
  while (derivations.back().level > level) derivations.pop_back();
  // A decision is the last assignment, so it is above `level` as well.
  chosen.reset();
  highest = derivations.back().level;
}

}  // namespace axle::solver
