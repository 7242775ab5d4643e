// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "solver/derivation.hpp"
#include "solver/incompatibility_index.hpp"
#include "solver/incompatibility_store.hpp"
#include "solver/partial_solution.hpp"

namespace axle::solver {

/// A step of conflict resolution: `incompatibility` was derived, or backtracked to, because of the
/// latest assignment to `package`. Callers count these to decide which packages to try earlier or
/// later.
struct Conflict {
  PackageId package;
  IncompatibilityId incompatibility;
};

/// The search is over without an answer; `proof` is what State::derivation() explains.
struct Unsolvable {
  IncompatibilityId proof;
};

struct Dependency {
  PackageId package;
  VersionRange range;
};

// See docs/solver.md, "The loop", "Propagation", "Conflict resolution".
/// PubGrub's state: what is known (incompatibilities) and what is assumed so far (the partial
/// solution). docs/solver.md tells the algorithm. The caller drives it: propagate, pick, choose a
/// version, add what that implies.
///
/// Copyable for forks: a copy shares the store and every untouched package record, and costs some
/// words a package; the copies are independent. Single-threaded together with its copies.
/// Deterministic: same calls, same answers.
class State {
 public:
  State(PackageId root, Version root_version);

  /// Unit propagation, with conflict resolution when needed, starting at the package that changed
  /// last (the root at first, then the one decided or forbidden last). Gives every conflict step on
  /// the way, in order.
  std::expected<std::vector<Conflict>, Unsolvable> propagate(PackageId changed);

  /// The undecided package with the highest priority; ties go to the package this state heard of
  /// first. It leaves the queue: decide it or add an incompatibility about it. Empty: all is
  /// decided. `prioritize` is asked only for packages whose range changed, or that backtracking
  /// touched, since the last pick; others keep the priority they had.
  template <class Prioritize>  // Priority(PackageId, const VersionRange&), see partial_solution.hpp
  std::optional<PackageId> pick(Prioritize&& prioritize) {
    while (const std::optional<PackageId> outdated = solution_.next_outdated())
      solution_.prioritize(*outdated, prioritize(*outdated, *solution_.allowed(*outdated)),
                           order_of(*outdated));
    return solution_.pop_highest();
  }

  // -- What the caller learned. None of these propagates; the next propagate() sees it.

  void add_no_versions(PackageId package, VersionRange range);
  void add_custom(PackageId package, VersionRange range, ReasonId reason);
  /// One dependency by itself, without deciding anything (Requires-Python of a rejected version).
  void add_dependency(PackageId dependent, VersionRange versions, const Dependency& dependency);
  /// Ties a virtual package to the package it stands for: `versions` of one imply `versions` of the
  /// other. True only if each version of `proxy` depends on the same version of `base`.
  void add_proxy(PackageId proxy, PackageId base, const VersionRange& versions);

  /// Adds what `version` of `package` depends on, said of all of `versions` (which holds `version`
  /// and may be widened to versions that do not exist), then decides `version`. Before the first
  /// backtrack it decides unchecked; later it does not decide if one of these dependencies is
  /// already violated, and gives that incompatibility back.
  std::optional<IncompatibilityId> add_dependencies(PackageId package, const Version& version,
                                                    const VersionRange& versions,
                                                    std::span<const Dependency> dependencies);

  /// Decides without adding anything: for a version whose dependencies this state already has.
  /// Requires: `package` is undecided and `version` is in allowed(package).
  void decide(PackageId package, const Version& version) { solution_.decide(package, version); }

  /// Undoes the decision about `package` and all later ones; how many levels that were, or empty if
  /// it is not decided.
  std::optional<std::uint32_t> backtrack_package(PackageId package);

  // -- Questions.

  PackageId root() const { return root_; }
  bool has_backtracked() const { return solution_.has_backtracked(); }
  /// What is known of `package`: the exact version once decided; null if nothing is.
  const Term* term(PackageId package) const { return solution_.term(package); }
  /// The versions an undecided, needed package may still take; null if it is decided or not needed.
  const VersionRange* allowed(PackageId package) const { return solution_.allowed(package); }
  /// What is known of `package` whatever is decided after the root; null if nothing.
  const Term* lasting_term(PackageId package) const { return solution_.lasting_term(package); }
  /// Needed, undecided packages whose term changed at the current decision level (worth
  /// prefetching).
  std::vector<PackageId> recently_constrained() const { return solution_.recently_constrained(); }
  /// All needed, undecided packages, oldest knowledge first.
  std::vector<PackageId> undecided() const { return solution_.undecided(); }
  std::vector<Decision> decisions() const {
    return solution_.decisions();
  }  ///< in the order they were made

  const Incompatibility& operator[](IncompatibilityId id) const { return (*store_)[id]; }
  /// The live incompatibilities that speak of `package`, oldest first.
  std::span<const IncompatibilityId> incompatibilities_of(PackageId package) const;
  /// The proof behind `id`, as a value that needs the state no more.
  Derivation derivation(IncompatibilityId id) const { return derive(*store_, id); }

 private:
  struct ConflictResolved {
    PackageId package;
    IncompatibilityId root_cause;
  };

  std::optional<IncompatibilityId> propagate_package(PackageId package,
                                                     std::vector<PackageId>& changed);
  std::expected<ConflictResolved, Unsolvable> resolve_conflict(IncompatibilityId id,
                                                               std::vector<Conflict>& steps);
  void add(Incompatibility incompatibility);
  void merge(IncompatibilityId id);
  void hear_of(PackageId package);
  std::uint32_t order_of(PackageId package) const { return order_[index(package)]; }

  PackageId root_;
  Version root_version_;
  std::shared_ptr<IncompatibilityStore> store_;  // shared with the copies; each adds its own
  IncompatibilityIndex known_;
  PartialSolution solution_;
  std::vector<std::uint32_t>
      order_;  // by package: how many this state had heard of before it, or `unheard`
  std::uint32_t heard_of_ = 0;
};

}  // namespace axle::solver
