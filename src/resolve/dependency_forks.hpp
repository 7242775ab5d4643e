// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "axle/standards/requires_python.hpp"
#include "resolve/dependency.hpp"
#include "resolve/fork_environment.hpp"
#include "resolve/solve_budget.hpp"

namespace axle {

/// A part of a fork with the dependencies that count in it.
struct DependencyFork {
  ForkEnvironment environment;
  std::vector<DependencyEdge> dependencies;
  /// The conflict items among the dependencies. As in uv, an item is gone once any dependency that
  /// is it was taken out.
  std::set<ConflictTable::Item> items = {};
};

/// What splitting depends on besides the dependencies.
struct ForkContext {
  const PackageTable& table;
  const ConflictTable& conflicts;
  const ForkEnvironment& environment;
  const RequiresPython& python;  ///< of the fork
  SolveBudget& budget;           ///< once it is spent, what is returned means nothing
};

/// Splits a fork where dependencies on one name differ by marker, and where conflicting extras and
/// groups meet. One result: no split. None: nothing is left.
std::vector<DependencyFork> split_dependencies(std::vector<DependencyEdge> edges,
                                               const ForkContext& context);

/// Puts forks into the order in which they are pushed: the last is solved first. Stable.
void order_forks(std::vector<DependencyFork>& forks, bool lowest_python_first);

/// Whether `a` has the lower Python bound.
bool has_lower_python(const ForkEnvironment& a, const ForkEnvironment& b);

}  // namespace axle
