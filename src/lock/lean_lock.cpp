// SPDX-License-Identifier: MIT
#include "lock/lean_lock.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "axle/versions/version_range.hpp"
#include "lock/canonical_markers.hpp"

namespace axle {
namespace {

/// What is asked of one name in one list.
struct Asked {
  std::vector<const LockedRequirement*> requirements;
  Marker marker = Marker::never();  ///< where any of them applies
  std::set<ExtraName> extras;
};

bool is_allowed(const LockedPackage& package, const LockedRequirement& requirement) {
  using Kind = LockedRequirement::Kind;
  if (requirement.kind != Kind::registry)
    return !package.source.is_registry() && package.source.text.starts_with(requirement.text);
  if (!package.source.is_registry()) return requirement.text.empty();
  if (!requirement.text.empty() && requirement.text != package.source.text) return false;
  return !package.version || VersionRange::from(requirement.specifiers).contains(*package.version);
}

class EdgeCheck {
 public:
  explicit EdgeCheck(const Lockfile& lockfile)
      : lockfile_(lockfile),
        forks_(environment_of_forks(lockfile.fork_markers, lockfile.requires_python)) {}

  /// `extra`: of which the requirements are; their markers have it.
  bool answers(const std::vector<LockedDependency>& edges,
               const std::vector<const LockedRequirement*>& requirements,
               const std::optional<ExtraName>& extra) const {
    std::map<PackageName, Asked> asked;
    for (const LockedRequirement* requirement : requirements) {
      Asked& one = asked[requirement->name];
      one.requirements.push_back(requirement);
      one.marker |= here(requirement->marker, extra);
      one.extras.insert(requirement->extras.begin(), requirement->extras.end());
    }
    std::map<PackageName, Marker> reached;
    for (const LockedDependency& edge : edges) {
      const LockedPackage& package = lockfile_.packages[edge.package];
      const auto known = asked.find(package.name);
      if (known == asked.end() || !fits(edge, package, known->second, extra)) return false;
      Marker& where = reached.try_emplace(package.name, Marker::never()).first->second;
      where |= here(edge.marker, std::nullopt);
    }
    return std::ranges::all_of(asked, [&](const auto& entry) {
      const auto where = reached.find(entry.first);
      return (where == reached.end() ? Marker::never() : where->second) == entry.second.marker;
    });
  }

 private:
  /// Without conflict items, which a requirement does not have.
  Marker here(Marker marker, const std::optional<ExtraName>& extra) const {
    if (extra) marker = marker.assume_extra(*extra, true);
    return (marker.without_extras() & forks_).simplify_python(lockfile_.requires_python.bounds());
  }

  bool fits(const LockedDependency& edge, const LockedPackage& package, const Asked& asked,
            const std::optional<ExtraName>& extra) const {
    const Marker where = here(edge.marker, std::nullopt);
    std::set<ExtraName> extras;
    for (const LockedRequirement* requirement : asked.requirements) {
      if (here(requirement->marker, extra).is_disjoint(where)) continue;
      if (!is_allowed(package, *requirement)) return false;
      extras.insert(requirement->extras.begin(), requirement->extras.end());
    }
    // Extras that the package does not have, or that need nothing, are not in its edges.
    std::erase_if(extras, [&](const ExtraName& name) {
      const auto list = package.optional_dependencies.find(name);
      return list == package.optional_dependencies.end() || list->second.empty();
    });
    std::set<ExtraName> known(edge.extras.begin(), edge.extras.end());
    std::erase_if(known, [&](const ExtraName& name) {
      return package.optional_dependencies.at(name).empty();
    });
    return extras == known;
  }

  const Lockfile& lockfile_;
  const Marker forks_;
};

/// The keys of a table of lists.
template <class Lists>
auto names_of(const Lists& lists) {
  std::set<typename Lists::key_type> names;
  for (const auto& [name, list] : lists) names.insert(name);
  return names;
}

}  // namespace

void make_lean(Lockfile& lockfile) {
  for (LockedPackage& package : lockfile.packages) {
    for (const ExtraName& extra : package.metadata.provides_extras)
      package.optional_dependencies[extra];
    for (const auto& [group, list] : package.metadata.requires_dev)
      package.group_dependencies[group];
    package.metadata = {};
  }
  lockfile.manifest.stated_metadata = used_metadata(lockfile, lockfile.manifest.stated_metadata);
}

std::vector<LockedStatedMetadata> used_metadata(const Lockfile& lockfile,
                                                const std::vector<LockedStatedMetadata>& stated) {
  std::vector<LockedStatedMetadata> used;
  std::ranges::copy_if(stated, std::back_inserter(used), [&](const LockedStatedMetadata& one) {
    const auto [first, last] = lockfile.positions_of(one.name);
    for (std::size_t i = first; i < last; ++i)
      if (!one.version || lockfile.packages[i].version == one.version) return true;
    return false;
  });
  return used;
}

bool edges_answer(const Lockfile& lockfile, const LockedPackage& member,
                  const LockedMetadata& asked) {
  const std::set<ExtraName> extras(asked.provides_extras.begin(), asked.provides_extras.end());
  if (names_of(member.optional_dependencies) != extras ||
      names_of(member.group_dependencies) != names_of(asked.requires_dev))
    return false;
  const bool has_others =
      !lockfile.manifest.overrides.empty() || !lockfile.manifest.excludes.empty();
  if (has_others && !(asked.requires_dist.empty() && asked.requires_dev.empty())) return false;
  std::map<std::optional<ExtraName>, std::vector<const LockedRequirement*>> by_extra;
  for (const LockedRequirement& requirement : asked.requires_dist)
    by_extra[requirement.marker.top_level_extra()].push_back(&requirement);
  const EdgeCheck check(lockfile);
  if (!check.answers(member.dependencies, by_extra[std::nullopt], std::nullopt)) return false;
  for (const auto& [extra, edges] : member.optional_dependencies)
    if (!check.answers(edges, by_extra[extra], extra)) return false;
  return std::ranges::all_of(asked.requires_dev, [&](const auto& entry) {
    std::vector<const LockedRequirement*> requirements;
    for (const LockedRequirement& requirement : entry.second) requirements.push_back(&requirement);
    return check.answers(member.group_dependencies.at(entry.first), requirements, std::nullopt);
  });
}

}  // namespace axle
