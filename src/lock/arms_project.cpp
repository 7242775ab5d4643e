// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "lock/arm_platforms.hpp"
#include "lock/arms.hpp"
#include "lock/canonical_markers.hpp"

namespace axle {
namespace {

/// Takes the packages of one accelerator out of a lock of several.
class ArmProjection {
 public:
  ArmProjection(const Lockfile& lockfile, const LockedArm& arm) : whole_(lockfile), arm_(arm) {
    for (const LockedArm& other : lockfile.accelerators->arms) {
      const ExtraName extra = arm_extra(other.name);
      items_.emplace_back(conflict_extra(lockfile.accelerators->package, extra),
                          other.name == arm.name);
      arms_.insert({lockfile.accelerators->package, extra});
    }
  }

  Lockfile project() {
    Lockfile lockfile;
    lockfile.revision = whole_.revision;
    lockfile.requires_python = whole_.requires_python;
    lockfile.options = whole_.options;
    lockfile.manifest = whole_.manifest;
    lockfile.fork_markers = forks(whole_.fork_markers);
    lockfile.supported_markers =
        simplified_environments(arm_environments(arm_.platforms, whole_.supported_markers),
                                whole_.requires_python.bounds());
    for (const Marker required : whole_.required_markers)
      if (!is_outside(required)) lockfile.required_markers.push_back(required);
    for (const ConflictSet& set : whole_.conflicts)
      if (set != arms_) lockfile.conflicts.push_back(set);
    add_packages(lockfile);
    return lockfile;
  }

 private:
  Marker assumed(Marker marker) const {
    return marker.mentions_extras() ? assume_items(marker, items_) : marker;
  }

  bool is_outside(Marker marker) const {
    const std::vector<Marker> environments =
        arm_environments(arm_.platforms, whole_.supported_markers);
    return std::ranges::all_of(environments, [&](Marker own) { return own.is_disjoint(marker); });
  }

  std::vector<Marker> forks(const std::vector<Marker>& markers) const {
    std::vector<Marker> kept;
    for (const Marker marker : markers) {
      const Marker own = assumed(marker);
      if (!own.is_never() && !own.is_always()) kept.push_back(own);
    }
    return kept;
  }

  std::vector<std::size_t> roots() const {
    std::set<PackageName> names(whole_.manifest.members.begin(), whole_.manifest.members.end());
    const auto add = [&](const std::vector<LockedRequirement>& requirements) {
      for (const LockedRequirement& requirement : requirements) names.insert(requirement.name);
    };
    add(whole_.manifest.requirements);
    for (const auto& [group, requirements] : whole_.manifest.groups) add(requirements);
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < whole_.packages.size(); ++i) {
      const LockedPackage& package = whole_.packages[i];
      const bool is_lone = whole_.manifest.members.empty() && package.source.is_source_tree() &&
                           package.source.text == ".";
      if (is_lone || names.contains(package.name)) positions.push_back(i);
    }
    return positions;
  }

  template <class Visit>
  static void for_each_list(const LockedPackage& package, Visit visit) {
    visit(package.dependencies);
    for (const auto& [extra, list] : package.optional_dependencies) visit(list);
    for (const auto& [group, list] : package.group_dependencies) visit(list);
  }

  /// What the accelerator can reach, by position.
  std::vector<bool> reached() const {
    std::vector<bool> seen(whole_.packages.size());
    std::vector<std::size_t> queue = roots();
    for (const std::size_t root : queue) seen[root] = true;
    while (!queue.empty()) {
      const LockedPackage& package = whole_.packages[queue.back()];
      queue.pop_back();
      for_each_list(package, [&](const std::vector<LockedDependency>& list) {
        for (const LockedDependency& dependency : list) {
          if (seen[dependency.package] || assumed(dependency.marker).is_never()) continue;
          seen[dependency.package] = true;
          queue.push_back(dependency.package);
        }
      });
    }
    return seen;
  }

  void add_packages(Lockfile& lockfile) const {
    const std::vector<bool> kept = reached();
    std::vector<std::size_t> position(kept.size());
    std::map<PackageName, int> count;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      position[i] = lockfile.packages.size();
      if (!kept[i]) continue;
      lockfile.packages.push_back(whole_.packages[i]);
      ++count[whole_.packages[i].name];
    }
    const auto own = [&](std::vector<LockedDependency>& list) {
      for (LockedDependency& dependency : list) dependency.marker = assumed(dependency.marker);
      std::erase_if(list, [](const LockedDependency& one) { return one.marker.is_never(); });
      for (LockedDependency& dependency : list) dependency.package = position[dependency.package];
    };
    for (LockedPackage& package : lockfile.packages) {
      package.fork_markers =
          count[package.name] > 1 ? forks(package.fork_markers) : std::vector<Marker>();
      own(package.dependencies);
      for (auto& [extra, list] : package.optional_dependencies) own(list);
      for (auto& [group, list] : package.group_dependencies) own(list);
      std::erase_if(package.optional_dependencies,
                    [](const auto& entry) { return entry.second.empty(); });
      std::erase_if(package.group_dependencies,
                    [](const auto& entry) { return entry.second.empty(); });
      if (package.name == whole_.accelerators->package && package.source.is_source_tree())
        add_requirements(package.metadata.requires_dist);
    }
  }

  void add_requirements(std::vector<LockedRequirement>& list) const {
    list.insert(list.end(), arm_.requires_dist.begin(), arm_.requires_dist.end());
    std::ranges::sort(list);
    const auto rest = std::ranges::unique(list);
    list.erase(rest.begin(), rest.end());
  }

  const Lockfile& whole_;
  const LockedArm& arm_;
  std::vector<std::pair<ExtraName, bool>> items_;
  ConflictSet arms_;
};

}  // namespace

Result<Lockfile> project_arm(const Lockfile& lockfile, const std::string& name) {
  const LockedArm* arm = lockfile.accelerators ? lockfile.accelerators->find(name) : nullptr;
  if (arm == nullptr)
    return fail(ErrorKind::bug,
                fmt::format("the lock has no accelerator `{}`", escape_foreign(name)));
  return ArmProjection(lockfile, *arm).project();
}

}  // namespace axle
