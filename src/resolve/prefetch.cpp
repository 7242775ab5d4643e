// SPDX-License-Identifier: MIT
// Asks for what will be needed before it is, so that answers arrive together. Changes no result.
#include <algorithm>

#include "resolve/resolver.hpp"

namespace axle {

// All pages of undecided packages are on their way at once; the metadata of the likely versions
// then are, too. Waiting for the pages here costs nothing: each of them is needed before the fork
// is solved.
void Resolver::prefetch_undecided(ForkState& state) {
  for (const solver::PackageId id : state.solver.recently_constrained()) {
    const SolverPackage& undecided = package(id);
    if (!undecided.is_package() || undecided.extra != no_name || undecided.group != no_name ||
        !undecided.marker.is_always())
      continue;
    const NameId name = undecided.name;
    if (state.source(name) != no_source || manifest_.has_source(name)) continue;
    const IndexId pin = state.index(name);
    // An index may be named for it later in this fork; looking elsewhere first would be wasted.
    if (pin == no_index_id && manifest_.indexes().knows(name)) continue;
    const VersionRange* range = state.solver.allowed(id);
    if (range == nullptr) continue;
    auto& visited = state.previsited[solver::index(id)];
    if (visited && *visited == *range) continue;
    visited = *range;
    const auto versions = provider_->versions(name, pin);
    if (!versions) continue;  // told when it is really needed
    const CandidateQuery query{name, pin != no_index_id ? &sources_.index(pin) : nullptr,
                               (*versions)->maps, preferences_, state.environment};
    const auto candidate = selector_.select(query, *range);
    if (candidate && candidate->files != nullptr) provider_->prefetch_metadata(*candidate->files);
  }
}

// A package whose versions are tried one after the other gets the metadata of many at once: after
// 5, 10 and 20 tries, and then after each further 20, those of as many versions as were tried, at
// most 50. First those that are allowed now; but where two packages go back hand in hand (boto3
// allows few versions of botocore, and each boto3 others), the allowed ones are only those of this
// step: the next ones in order will be asked for in the steps after it.
void Resolver::prefetch_more(ForkState& state, NameId name, const VersionRange& range,
                             const Version& version) {
  auto& [tried, fetched_at] = state.tries[name];
  ++tried;
  const bool is_due = (tried >= 5 && fetched_at < 5) || (tried >= 10 && fetched_at < 10) ||
                      (tried >= 20 && fetched_at < 20) ||
                      (fetched_at >= 20 && tried >= fetched_at + 20);
  if (!is_due) return;
  fetched_at = tried;
  const PackageVersions* versions = provider_->known_versions(name, state.index(name));
  if (versions == nullptr) return;
  unsigned left = std::min(tried, 50U);
  const bool highest = selector_.takes_highest(name, state.environment);
  const auto ask_for_next = [&](const VersionRange& among) {
    for (const VersionMap& map : versions->maps) {
      auto [first, past] = map.between(among);
      while (first < past && left > 0) {
        const std::size_t place = highest ? --past : first++;
        const Version& next = map.version(place);
        if (highest ? next >= version : next <= version) continue;
        if (!among.contains(next)) continue;
        const AvailableVersion* files = map.files(place);
        if (files == nullptr || !files->is_usable()) continue;
        provider_->prefetch_metadata(*files);
        --left;
      }
    }
  };
  ask_for_next(range);
  ask_for_next(VersionRange::full());
}

}  // namespace axle
