// SPDX-License-Identifier: MIT
#include "operations/group_pythons.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace axle {
namespace {

template <class Name>
std::set<Name> names_of(const std::vector<std::string>& texts) {
  std::set<Name> names;
  for (const std::string& text : texts)
    if (auto name = Name::parse(text)) names.insert(*std::move(name));
  return names;
}

class ChosenGroups {
 public:
  ChosenGroups(const Project& project, const SelectionOptions& options)
      : options_(options),
        dev_(*GroupName::parse("dev")),
        asked_(names_of<GroupName>(options.groups)),
        only_(names_of<GroupName>(options.only_groups)),
        left_out_(names_of<GroupName>(options.no_groups)) {
    for (const GroupName& group : project.default_groups()) defaults_.insert(group);
    if (options.only_dev) only_.insert(dev_);
    if (options.no_dev) left_out_.insert(dev_);
  }

  bool contains(const GroupName& group) const {
    if (left_out_.contains(group)) return false;
    if (asked_.contains(group) || only_.contains(group)) return true;
    if (!only_.empty()) return false;
    return options_.all_groups || (!options_.no_default_groups && defaults_.contains(group));
  }

 private:
  const SelectionOptions& options_;
  GroupName dev_;
  std::set<GroupName> asked_, only_, left_out_, defaults_;
};

bool is_chosen(const ProjectMember& member, const Project& project,
               const SelectionOptions& options) {
  if (options.all_packages) return true;
  if (!options.packages.empty())
    return names_of<PackageName>(options.packages).contains(member.name);
  const ProjectMember* current = project.current_member();
  return current == nullptr || current->name == member.name;
}

}  // namespace

Project narrowed_to_groups(Project project, const SelectionOptions& selection) {
  const ChosenGroups chosen(project, selection);
  std::vector<VersionSpecifiers> all;
  const auto add = [&](const std::map<GroupName, ProjectGroup>& groups) {
    for (const auto& [name, group] : groups)
      if (group.requires_python && chosen.contains(name)) all.push_back(*group.requires_python);
  };
  for (const ProjectMember& member : project.members)
    if (is_chosen(member, project, selection)) add(member.groups);
  add(project.root_groups);
  if (all.empty()) return project;
  if (project.requires_python) all.push_back(project.requires_python->specifiers());
  project.requires_python = RequiresPython::intersection(all);
  return project;
}

}  // namespace axle
