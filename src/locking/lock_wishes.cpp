// SPDX-License-Identifier: MIT
#include "locking/lock_wishes.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "base/try.hpp"
#include "services/parse_names.hpp"
#include "services/suggestion.hpp"

namespace axle {
namespace {

/// The groups of all members, each with the packages that it asks for anywhere.
std::map<GroupName, std::set<PackageName>> packages_by_group(const Project& project) {
  std::map<GroupName, std::set<PackageName>> packages;
  const auto add = [&](const std::map<GroupName, ProjectGroup>& groups) {
    for (const auto& [name, group] : groups)
      for (const SourcedRequirement& requirement : group.requirements)
        packages[name].insert(requirement.name);
    for (const auto& [name, group] : groups) packages.try_emplace(name);
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
    if (found == packages.end())
      return fail(
          ErrorKind::invalid_input,
          fmt::format("Group `{}` is not defined in the project's `dependency-groups` table",
                      group.text()),
          suggestion(group.text(), known));
    wishes.upgrade_packages.insert(found->second.begin(), found->second.end());
  }
  return wishes;
}

}  // namespace axle
