// SPDX-License-Identifier: MIT
// How the platforms of a version's wheels limit or split a fork.
#include <utility>

#include "resolve/reachability.hpp"
#include "resolve/resolver.hpp"

namespace axle {

std::optional<Resolver::Choice> Resolver::fork_for_platform(ForkState& state,
                                                            const Candidate& candidate,
                                                            const CandidateQuery& query,
                                                            const VersionRange& range) {
  if (all_ == nullptr || candidate.coverage().is_always()) return std::nullopt;
  if (auto choice = fork_for_coverage(state, candidate)) return choice;
  if (!candidate.version.has_local()) return std::nullopt;
  return fork_for_local(state, candidate, query, range);
}

// Every environment that was named has to get a wheel. Where this version has none for it, that
// part of the fork is split off, to look for an older version by itself.
std::optional<Resolver::Choice> Resolver::fork_for_coverage(const ForkState& state,
                                                            const Candidate& candidate) const {
  std::optional<Marker> reached;
  const Marker covered = candidate.coverage() & state.environment.marker();
  for (const Marker environment : artifact_environments_) {
    if (!state.environment.overlaps(environment) || !covered.is_disjoint(environment)) continue;
    if (!reached) reached = find_environments(state.solver, table_, state.next);
    if (reached->is_disjoint(environment)) continue;
    // Said as simply as what lies outside the environment and the wheels allows.
    const Marker cut = environment.restrict(environment | covered);
    auto parts = state.environment.split(cut);
    if (!parts) return Rejected{candidate.version, MissingPlatform{environment}};
    VersionForks forks{ForkStory::Reason::wheels, candidate.version, {}};
    forks.parts.push_back({std::move(parts->first), std::nullopt});
    forks.parts.push_back({std::move(parts->second), std::nullopt});
    return forks;
  }
  return std::nullopt;
}

// `2.5.1+cpu` beside `2.5.1`: where only the plain version has wheels, it is taken instead.
std::optional<Resolver::Choice> Resolver::fork_for_local(ForkState& state,
                                                         const Candidate& candidate,
                                                         const CandidateQuery& query,
                                                         const VersionRange& range) {
  const VersionRange plain =
      range.intersect(VersionRange::singleton(candidate.version.without_local()));
  const auto base = selector_.select(query, plain);
  if (!base || !base->is_usable()) return std::nullopt;
  const Marker local_coverage = candidate.coverage();
  Marker remainder = base->coverage() & ~local_coverage;
  if (remainder.is_never() || !state.environment.overlaps(remainder)) return std::nullopt;
  const NameId name = package(state.next).name;
  if (!state.environment.overlaps(local_coverage)) {
    pin(state, name, *base);
    return base->version;
  }
  // Where neither of them has all of a system, the one that has some of it gets the whole: simpler
  // to say, and no loss.
  for (const char* system : {"darwin", "linux", "win32"}) {
    const Marker whole = Marker::string_equals(MarkerVariable::sys_platform, system);
    if (local_coverage.is_disjoint(whole) && !remainder.is_disjoint(whole)) remainder |= whole;
  }
  auto parts = state.environment.split(remainder);
  if (!parts) return std::nullopt;
  pin(state, name, candidate);
  pin(state, name, *base);
  VersionForks forks{ForkStory::Reason::local, candidate.version, {}};
  forks.parts.push_back({std::move(parts->first), base->version});
  forks.parts.push_back({std::move(parts->second), candidate.version});
  return forks;
}

}  // namespace axle
