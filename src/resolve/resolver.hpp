// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "axle/resolve/resolve.hpp"
#include "resolve/dependency_forks.hpp"
#include "resolve/finished_fork.hpp"
#include "resolve/flatten.hpp"
#include "resolve/fork_state.hpp"
#include "resolve/fork_story.hpp"
#include "resolve/provider.hpp"
#include "resolve/solve_budget.hpp"

namespace axle {

/// Drives the solver: one fork after the other, one decision after the other. Used once.
class Resolver {
 public:
  /// Both outlive the resolver.
  Resolver(const ResolveInput& input, const ResolveServices& services, const SolveLimits& limits);

  /// See resolve().
  Result<Resolution> run();

 private:
  // What a step of the search comes to.
  struct NoVersion {};
  struct Rejected {  ///< a version that cannot be used, and why
    Version version;
    Unavailable reason;
  };
  struct VersionFork {  ///< a part of the fork, perhaps with the version that it takes
    ForkEnvironment environment;
    std::optional<Version> version;
  };
  struct VersionForks {
    ForkStory::Reason reason;
    Version cause;                   ///< the version that the fork splits for
    std::vector<VersionFork> parts;  ///< in the order in which they are pushed: the last is solved
                                     ///< first
  };
  using Choice = std::variant<NoVersion, Version, Rejected, VersionForks>;

  struct NeededPython {
    VersionSpecifiers requires_python;
  };
  using Needs = std::variant<std::vector<DependencyFork>, Unavailable, NeededPython>;

  // -- resolver.cpp: the loop.
  void push_initial_forks();
  Result<void> solve_fork(ForkState state);
  void note_progress();
  Result<void> check_budget(const ForkState& state);
  Result<bool> prepare_decision(ForkState& state);
  Result<bool> take_step(ForkState& state);
  Result<std::optional<Version>> pick_version(ForkState& state, bool& is_forked);
  Result<bool> add_what_it_needs(ForkState& state, const Version& version);
  void push_version_forks(const ForkState& state, VersionForks forks);
  std::string pin_text(const ForkState& state, const Version& version) const;
  void finish(const ForkState& state);
  Error explain_failure(const ForkState& state, const solver::Unsolvable& failure);

  // -- choose_version.cpp
  Result<Choice> choose_version(ForkState& state, const VersionRange& range);
  Result<Choice> choose_direct(ForkState& state, const VersionRange& range, SourceId source);
  Result<Choice> choose_from_indexes(ForkState& state, const VersionRange& range);
  std::optional<Choice> reject_for_python(const ForkState& state, const Candidate& candidate) const;
  std::optional<Choice> fork_for_python(const ForkState& state, const Version& version,
                                        const VersionSpecifiers& requires_python) const;
  void pin(ForkState& state, NameId name, const Candidate& candidate);

  // -- platform_forks.cpp
  std::optional<Choice> fork_for_platform(ForkState& state, const Candidate& candidate,
                                          const CandidateQuery& query, const VersionRange& range);
  std::optional<Choice> fork_for_coverage(const ForkState& state, const Candidate& candidate) const;
  std::optional<Choice> fork_for_local(ForkState& state, const Candidate& candidate,
                                       const CandidateQuery& query, const VersionRange& range);

  // -- dependencies.cpp
  Result<Needs> needs_of(const ForkState& state, const Version& version);
  Result<Needs> needs_of_package(const ForkState& state, const SolverPackage& package,
                                 const Version& version);
  Needs split(const ForkState& state, const PreparedRequirements& requirements,
              const SolverPackage& package, const Manifest::Owner& owner);
  Result<void> learn_ties(ForkState& state, std::span<const DependencyEdge> edges);
  void warn_of_missing_bound(const ForkState& state, const DependencyEdge& edge,
                             std::span<const DependencyEdge> siblings) const;
  void note_depth(const ForkState& state, std::span<const DependencyEdge> edges);
  void add_dependencies(ForkState& state, const Version& version,
                        std::span<const DependencyEdge> edges);
  void reject(ForkState& state, const Version& version, const Unavailable& reason);
  VersionRange widened(const ForkState& state, const Version& version) const;

  // -- prefetch.cpp
  void prefetch_undecided(ForkState& state);
  void prefetch_more(ForkState& state, NameId name, const VersionRange& range,
                     const Version& version);

  const SolverPackage& package(solver::PackageId id) const { return table_[id]; }
  solver::ReasonId add_reason(Unavailable reason);

  const ResolveInput& input_;
  const ResolveServices& services_;
  const OneEnvironment* one_;
  const AllEnvironments* all_;

  PackageTable table_;
  SourceTable sources_;
  ConflictTable conflicts_;
  Manifest manifest_;
  std::optional<Provider> provider_;  // once the manifest is known
  SolveBudget budget_;
  CandidateSelector selector_;
  Flattener flattener_;
  Preferences preferences_;

  std::vector<Marker>
      artifact_environments_;  // those that need wheels: environments, then required ones
  UnavailableTable reasons_;
  std::vector<ForkState> pending_;  // a stack
  std::vector<FinishedFork> finished_;
  ForkStory story_;
  std::size_t choices_ = 0;
  std::size_t learned_ = 0;            // pages, metadata and solved forks, when last looked at
  std::vector<std::uint32_t> depths_;  // by NameId: by how many dependencies it was found; 0: not
};

}  // namespace axle
