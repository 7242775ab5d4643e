// SPDX-License-Identifier: MIT
#include "locking/lock_wishes.hpp"

#include <map>
#include <set>

#include "base/try.hpp"
#include "services/group_choice.hpp"
#include "services/parse_names.hpp"

namespace axle {
namespace {

/// The groups of all members, each with the packages that it asks for anywhere.
std::map<GroupName, std::set<PackageName>> packages_by_group(const Project& project) {
  std::map<GroupName, std::set<PackageName>> packages;
  const auto add = [&](const std::map<GroupName, ProjectGroup>& groups) {
    for (const auto& [name, group] : groups) {
      std::set<PackageName>& names = packages[name];
      for (const SourcedRequirement& requirement : group.requirements)
        names.insert(requirement.name);
    }
  };
  add(project.root_groups);
  for (const ProjectMember& member : project.members) add(member.groups);
  return packages;
}

}  // namespace

Result<LockWishes> lock_wishes(const LockRequest& request) {
  LockWishes wishes{
      .upgrade = request.settings.upgrade,
      .upgrade_packages = {},
      .refresh = request.resolver.refresh || !request.resolver.refresh_package.empty()};
  for (const Requirement& requirement : request.settings.upgrade_package)
    wishes.upgrade_packages.insert(requirement.name);
  TRY(const std::set<GroupName> groups, parse_names<GroupName>(request.resolver.upgrade_group));
  if (groups.empty()) return wishes;
  const auto packages = packages_by_group(request.project);
  std::set<GroupName> known;
  for (const auto& [name, names] : packages) known.insert(name);
  for (const GroupName& group : groups) {
    const auto found = packages.find(group);
    if (found == packages.end()) return undefined_group(group, known);
    wishes.upgrade_packages.insert(found->second.begin(), found->second.end());
  }
  return wishes;
}

}  // namespace axle
