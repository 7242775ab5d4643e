// SPDX-License-Identifier: MIT
#include "syncing/group_pythons.hpp"

#include <set>
#include <utility>
#include <vector>

#include "services/group_choice.hpp"
#include "services/parse_names.hpp"

namespace axle {
namespace {

bool is_chosen(const ProjectMember& member, const Project& project, bool all,
               const std::set<PackageName>& named) {
  if (all) return true;
  if (!named.empty()) return named.contains(member.name);
  const ProjectMember* current = project.current_member();
  return current == nullptr || current->name == member.name;
}

}  // namespace

Project narrowed_to_groups(Project project, const SelectionOptions& selection) {
  const auto choice = group_choice(selection);
  const auto named = parse_names<PackageName>(selection.packages);
  if (!choice || !named) return project;
  const std::vector<GroupName> on = project.default_groups();
  const std::set<GroupName> defaults(on.begin(), on.end());
  std::vector<VersionSpecifiers> all;
  const auto add = [&](const std::map<GroupName, ProjectGroup>& groups) {
    for (const auto& [name, group] : groups)
      if (group.requires_python && choice->contains(name, defaults.contains(name)))
        all.push_back(*group.requires_python);
  };
  for (const ProjectMember& member : project.members)
    if (is_chosen(member, project, selection.all_packages, *named)) add(member.groups);
  add(project.root_groups);
  if (all.empty()) return project;
  if (project.requires_python) all.push_back(project.requires_python->specifiers());
  project.requires_python = RequiresPython::intersection(all);
  return project;
}

}  // namespace axle
