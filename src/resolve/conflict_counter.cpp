// SPDX-License-Identifier: MIT
#include "resolve/conflict_counter.hpp"

namespace axle {

void ConflictCounter::record(const PackageTable& table,
                             const solver::Incompatibility& incompatibility,
                             solver::PackageId affected, solver::PackageId deciding) {
  bool has_culprit = false;
  for (const solver::PackageTerm& term : incompatibility.terms()) {
    // A stand-in only passes on what its own package was told.
    if (term.package == affected || table[term.package].name == table[affected].name) continue;
    has_culprit = true;
    if (++culprits_[index(term.package)] == threshold) deprioritize_.push_back(term.package);
  }
  if (has_culprit && ++affected_[index(deciding)] == threshold) prioritize_.push_back(deciding);
}

void ConflictCounter::apply(const PackageTable& table, Priorities& priorities,
                            solver::State& solver) {
  for (const solver::PackageId package : std::exchange(prioritize_, {}))
    if (table[package].has_name()) priorities.mark_conflict_early(table[package].name);
  for (const solver::PackageId package : std::exchange(deprioritize_, {}))
    if (table[package].has_name() && priorities.mark_conflict_late(table[package].name))
      solver.backtrack_package(package);
}

}  // namespace axle
