// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <set>

#include "lock/arms.hpp"
#include "lock/canonical_markers.hpp"

namespace axle {
namespace {

using Key = std::tuple<PackageName, std::optional<Version>, LockSource>;

Key key_of(const LockedPackage& package) { return {package.name, package.version, package.source}; }

/// What each accelerator says of one thing: a marker, or nothing.
using Said = std::map<std::size_t, Marker>;

/// Lays the locks of accelerators over each other.
class ArmsMerger {
 public:
  ArmsMerger(const std::vector<ArmLock>& arms, const LockedAccelerators& accelerators)
      : arms_(arms) {
    for (const ArmLock& arm : arms)
      items_.push_back(
          Marker::extra(conflict_extra(accelerators.package, arm_extra(arm.arm.name))));
  }

  void add_packages(Lockfile& merged) {
    collect();
    for (auto& [key, parts] : packages_) {
      position_[key] = merged.packages.size();
      merged.packages.push_back(*parts.begin()->second);
    }
    std::size_t i = 0;
    for (auto& [key, parts] : packages_) fill(merged.packages[i++], parts);
  }

  std::vector<Marker> forks() const {
    std::vector<Marker> all;
    for (std::size_t i = 0; i < arms_.size(); ++i)
      for (const Marker fork : or_always(arms_[i].lockfile.fork_markers))
        all.push_back(tested(fork, i));
    std::erase_if(all, [](Marker marker) { return marker.is_always(); });
    return all;
  }

 private:
  using Parts = std::map<std::size_t, const LockedPackage*>;  // by accelerator

  void collect() {
    for (std::size_t i = 0; i < arms_.size(); ++i)
      for (const LockedPackage& package : arms_[i].lockfile.packages)
        packages_[key_of(package)].emplace(i, &package);
    for (const auto& [key, parts] : packages_) names_[std::get<0>(key)] += 1;
  }

  static std::vector<Marker> or_always(const std::vector<Marker>& markers) {
    return markers.empty() ? std::vector{Marker::always()} : markers;
  }

  Marker tested(Marker marker, std::size_t arm) const {
    return arms_.size() == 1 ? marker : marker & items_[arm];
  }

  /// One marker for what the accelerators of `among` say; nothing is false.
  Marker joined(const Said& said, const Parts& among) const {
    const bool all_same =
        said.size() == among.size() && std::ranges::all_of(said, [&](const auto& entry) {
          return entry.second == said.begin()->second;
        });
    if (all_same) return said.begin()->second;
    Marker any = Marker::never();
    for (const auto& [arm, marker] : said) any |= tested(marker, arm);
    return any;
  }

  void fill(LockedPackage& package, const Parts& parts) {
    package.fork_markers.clear();
    if (names_[package.name] > 1)
      for (const auto& [arm, part] : parts)
        for (const Marker fork :
             or_always(part->fork_markers.empty() ? arms_[arm].lockfile.fork_markers
                                                  : part->fork_markers))
          package.fork_markers.push_back(tested(fork, arm));
    for (const auto& [arm, part] : parts) add_files(package, *part);
    std::ranges::sort(package.wheels, {}, &LockedFile::filename);

    std::set<ExtraName> extras;
    std::set<GroupName> groups;
    for (const auto& [arm, part] : parts) {
      for (const auto& [extra, list] : part->optional_dependencies) extras.insert(extra);
      for (const auto& [group, list] : part->group_dependencies) groups.insert(group);
    }
    package.dependencies =
        merged_list(parts, [](const LockedPackage& part) { return &part.dependencies; });
    for (const ExtraName& extra : extras)
      package.optional_dependencies[extra] = merged_list(parts, [&](const LockedPackage& part) {
        return found(part.optional_dependencies, extra);
      });
    for (const GroupName& group : groups)
      package.group_dependencies[group] = merged_list(
          parts, [&](const LockedPackage& part) { return found(part.group_dependencies, group); });
  }

  template <class Lists>
  static const std::vector<LockedDependency>* found(const Lists& lists,
                                                    const typename Lists::key_type& key) {
    const auto entry = lists.find(key);
    return entry != lists.end() ? &entry->second : nullptr;
  }

  /// What an index says of a version is the same for all; which files are of use is not.
  static void add_files(LockedPackage& package, const LockedPackage& part) {
    if (!package.sdist) package.sdist = part.sdist;
    for (const LockedFile& wheel : part.wheels)
      if (std::ranges::find(package.wheels, wheel.location, &LockedFile::location) ==
          package.wheels.end())
        package.wheels.push_back(wheel);
  }

  template <class ListOf>
  std::vector<LockedDependency> merged_list(const Parts& parts, ListOf list_of) const {
    std::map<std::pair<std::size_t, std::vector<ExtraName>>, Said> all;
    for (const auto& [arm, part] : parts) {
      const std::vector<LockedDependency>* list = list_of(*part);
      if (list == nullptr) continue;
      for (const LockedDependency& dependency : *list) {
        const Key key = key_of(arms_[arm].lockfile.packages[dependency.package]);
        Said& said = all[{position_.at(key), dependency.extras}];
        const auto [entry, is_new] = said.emplace(arm, dependency.marker);
        if (!is_new) entry->second |= dependency.marker;
      }
    }
    std::vector<LockedDependency> list;
    for (const auto& [target, said] : all)
      list.push_back({target.first, target.second, joined(said, parts)});
    return list;
  }

  const std::vector<ArmLock>& arms_;
  std::vector<Marker> items_;  // by accelerator
  std::map<Key, Parts> packages_;
  std::map<Key, std::size_t> position_;
  std::map<PackageName, int> names_;
};

}  // namespace

ExtraName arm_extra(std::string_view name) {
  return *ExtraName::parse("accelerator-" + std::string(name));
}

Lockfile merge_arms(const std::vector<ArmLock>& arms, LockedAccelerators accelerators,
                    const LockBasis& basis) {
  Lockfile merged;
  const Lockfile& first = arms.front().lockfile;
  merged.requires_python = first.requires_python;
  merged.options = first.options;
  merged.manifest = basis.manifest;
  const PythonBounds& bounds = basis.requires_python.bounds();
  merged.supported_markers = simplified_environments(basis.environments, bounds);
  merged.required_markers = simplified_environments(basis.required_environments, bounds);
  merged.conflicts = basis.conflicts;
  ConflictSet set;
  for (const ArmLock& arm : arms) set.insert({accelerators.package, arm_extra(arm.arm.name)});
  if (set.size() > 1) merged.conflicts.push_back(std::move(set));
  ArmsMerger merger(arms, accelerators);
  merger.add_packages(merged);
  merged.fork_markers = merger.forks();
  for (LockedPackage& package : merged.packages)
    if (const auto member = basis.members.find(package.name);
        member != basis.members.end() && member->second.source == package.source)
      package.metadata = member->second.metadata;
  accelerators.arms.clear();
  for (const ArmLock& arm : arms) accelerators.arms.push_back(arm.arm);
  merged.accelerators = std::move(accelerators);
  return merged;
}

}  // namespace axle
