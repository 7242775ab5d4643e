// SPDX-License-Identifier: MIT
#include "resolve/candidate.hpp"

#include <algorithm>
#include <vector>

namespace axle {
namespace {

// Walks the versions of one map that lie between the ends of a range, best first.
class Walk {
 public:
  Walk(const VersionMap& map, const VersionRange& range, bool highest)
      : map_(&map), highest_(highest) {
    std::tie(first_, past_) = map.between(range);
  }
  bool at_end() const { return first_ >= past_; }
  std::size_t place() const { return highest_ ? past_ - 1 : first_; }
  const Version& version() const { return map_->version(place()); }
  const VersionMap& map() const { return *map_; }
  void advance() { highest_ ? --past_ : ++first_; }

 private:
  const VersionMap* map_;
  bool highest_;
  std::size_t first_ = 0, past_ = 0;
};

bool is_of_supplemental_index(const VersionMap& map, const IndexSet& indexes) {
  return std::ranges::any_of(indexes.definitions, [&](const IndexDefinition& definition) {
    return definition.is_supplemental && map.index() != nullptr && definition.url == *map.index();
  });
}

// The walk whose version comes first; of equal versions that of the earlier map. Null if all are at
// their end.
Walk* best_of(std::vector<Walk>& walks, bool highest) {
  Walk* best = nullptr;
  for (Walk& walk : walks) {
    if (walk.at_end()) continue;
    if (best == nullptr ||
        (highest ? walk.version() > best->version() : walk.version() < best->version()))
      best = &walk;
  }
  return best;
}

}  // namespace

CandidateSelector::CandidateSelector(const ResolveInput& input, const Manifest& manifest,
                                     const PackageTable& table)
    : input_(input), manifest_(manifest), table_(table) {}

bool CandidateSelector::takes_highest(NameId name, const ForkEnvironment& environment) const {
  switch (input_.resolution) {
    case ResolutionMode::highest:
      return true;
    case ResolutionMode::lowest:
      return false;
    case ResolutionMode::lowest_direct:
      return !manifest_.is_direct(name, environment);
  }
  return true;
}

std::optional<Candidate> CandidateSelector::select(const CandidateQuery& query,
                                                   const VersionRange& range) const {
  if (auto candidate = preferred(query, range)) return candidate;
  auto kept = installed(query, range);
  const bool upgrades = input_.upgrade_all || (!input_.upgrade.empty() &&
                                               input_.upgrade.contains(table_.names[query.name]));
  if (kept && !upgrades) return kept;

  auto best = select_from_maps(query, range);
  if (kept) {
    const bool highest = takes_highest(query.name, query.environment);
    if (!best || (highest ? kept->version >= best->version : kept->version <= best->version))
      return kept;
  }
  return best;
}

std::optional<Candidate> CandidateSelector::preferred(const CandidateQuery& query,
                                                      const VersionRange& range) const {
  const bool highest = takes_highest(query.name, query.environment);
  const PrereleaseChoice prereleases = manifest_.prereleases(query.name, query.environment);
  for (const Preferences::Entry* entry :
       query.preferences.ranked(query.name, query.pin, query.environment, highest)) {
    if (!range.contains(entry->version)) continue;
    if (auto kept = installed(query, range); kept && kept->version == entry->version) return kept;
    if (entry->version.is_prerelease() &&
        (prereleases == PrereleaseChoice::never ||
         (prereleases == PrereleaseChoice::last && entry->is_of_sibling)))
      continue;
    for (const VersionMap& map : query.maps) {
      const auto place = map.find(entry->version);
      if (!place) continue;
      const AvailableVersion* files = map.files(*place);
      if (files == nullptr) continue;
      if (map.has_local()) {
        // The greatest local version of the preferred one goes before it.
        for (std::size_t i = map.size(); i-- > *place + 1;) {
          const Version& local = map.version(i);
          if (!local.has_local() || local.without_local() != entry->version ||
              !range.contains(local))
            continue;
          if (const AvailableVersion* local_files = map.files(i))
            return Candidate{local, &map, local_files, nullptr};
        }
      }
      return Candidate{entry->version, &map, files, nullptr};
    }
  }
  return std::nullopt;
}

std::optional<Candidate> CandidateSelector::installed(const CandidateQuery& query,
                                                      const VersionRange& range) const {
  if (input_.installed.empty() || input_.reinstall_all) return std::nullopt;
  const PackageName& name = table_.names[query.name];
  if (input_.reinstall.contains(name)) return std::nullopt;
  const KnownInstalled* found = nullptr;
  for (const KnownInstalled& package : input_.installed) {
    if (package.name != name) continue;
    if (found != nullptr)
      return std::nullopt;  // twice in the environment: installed anew, so it does not count
    found = &package;
  }
  if (found == nullptr || !found->fits_tags || !range.contains(found->version)) return std::nullopt;
  return Candidate{found->version, nullptr, nullptr, found};
}

std::optional<Candidate> CandidateSelector::select_from_maps(const CandidateQuery& query,
                                                             const VersionRange& range) const {
  // The supplemental ones are the last of all.
  std::size_t count = query.maps.size();
  while (count > 0 && is_of_supplemental_index(query.maps[count - 1], input_.indexes)) --count;
  auto candidate = select_among(query.with_maps(query.maps.first(count)), range);
  for (std::size_t i = count; !candidate && i < query.maps.size(); ++i)
    candidate = select_among(query.with_maps(query.maps.subspan(i, 1)), range);
  return candidate;
}

std::optional<Candidate> CandidateSelector::select_among(const CandidateQuery& query,
                                                         const VersionRange& range) const {
  switch (manifest_.prereleases(query.name, query.environment)) {
    case PrereleaseChoice::alike:
      return select_kinds(query, range, Kinds::all);
    case PrereleaseChoice::never:
      return select_kinds(query, range, Kinds::stable);
    case PrereleaseChoice::last:
      break;
  }
  const auto stable_first = [&](const CandidateQuery& part) {
    auto candidate = select_kinds(part, range, Kinds::stable);
    return candidate ? std::move(candidate) : select_kinds(part, range, Kinds::prerelease);
  };
  if (input_.indexes.strategy != IndexStrategy::unsafe_first_match) return stable_first(query);
  for (std::size_t i = 0; i < query.maps.size(); ++i) {
    if (auto candidate = stable_first(query.with_maps(query.maps.subspan(i, 1)))) return candidate;
  }
  return std::nullopt;
}

std::optional<Candidate> CandidateSelector::select_kinds(const CandidateQuery& query,
                                                         const VersionRange& range,
                                                         Kinds kinds) const {
  const bool highest = takes_highest(query.name, query.environment);
  const auto scan = [&](std::vector<Walk> walks) -> std::optional<Candidate> {
    std::optional<Candidate> unusable;
    while (Walk* walk = best_of(walks, highest)) {
      const std::size_t place = walk->place();
      const VersionMap& map = walk->map();
      const Version& version = map.version(place);
      walk->advance();
      // Another index may have usable files of the same version; past that, the solver has to know
      // about this one.
      if (unusable && unusable->version != version) return unusable;
      if (kinds != Kinds::all && version.is_prerelease() != (kinds == Kinds::prerelease)) continue;
      if (!range.contains(version)) continue;
      const AvailableVersion* files = map.files(place);
      if (files == nullptr || files->is_too_new()) continue;
      Candidate candidate{version, &map, files, nullptr};
      if (files->is_usable()) return candidate;
      if (!unusable) unusable = std::move(candidate);
    }
    return unusable;
  };

  if (input_.indexes.strategy == IndexStrategy::unsafe_best_match) {
    std::vector<Walk> walks;
    for (const VersionMap& map : query.maps) walks.emplace_back(map, range, highest);
    return scan(std::move(walks));
  }
  for (const VersionMap& map : query.maps)
    if (auto candidate = scan({Walk(map, range, highest)})) return candidate;
  return std::nullopt;
}

}  // namespace axle
