// SPDX-License-Identifier: MIT
#include "cli/operations/project_selection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

template <class Name>
Result<std::set<Name>> parse_names(const std::vector<std::string>& texts) {
  std::set<Name> names;
  for (const std::string& text : texts) {
    TRY(Name name, Name::parse(text));
    names.insert(std::move(name));
  }
  return names;
}

/// "did you mean", if one of the names is close.
template <class Names>
std::string suggestion(const std::string& wanted, const Names& known) {
  std::string best;
  unsigned distance = 3;
  for (const auto& name : known) {
    const unsigned d = edit_distance(wanted, name.text());
    if (d < distance) {
      distance = d;
      best = name.text();
    }
  }
  return best.empty() ? std::string() : fmt::format("did you mean `{}`?", best);
}

Result<std::vector<std::size_t>> chosen_members(const Project& project,
                                                const SelectionOptions& options) {
  std::vector<std::size_t> members;
  if (options.all_packages) {
    for (std::size_t i = 0; i < project.members.size(); ++i) members.push_back(i);
  } else if (options.package) {
    TRY(const PackageName name, PackageName::parse(*options.package));
    const auto found = std::ranges::find(project.members, name, &ProjectMember::name);
    if (found == project.members.end())
      return fail(ErrorKind::invalid_input,
                  fmt::format("package `{}` not found in workspace", name.text()),
                  "run the command where the package is, or name a member");
    members.push_back(static_cast<std::size_t>(found - project.members.begin()));
  } else if (project.current) {
    members.push_back(*project.current);
  }
  return members;
}

std::set<GroupName> known_groups(const Project& project, const std::vector<std::size_t>& members) {
  std::set<GroupName> known;
  for (const std::size_t member : members)
    for (const auto& [name, group] : project.members[member].groups) known.insert(name);
  for (const auto& [name, group] : project.root_groups) known.insert(name);
  return known;
}

Result<std::set<ExtraName>> chosen_extras(const Project& project,
                                          const std::vector<std::size_t>& members,
                                          const SelectionOptions& options) {
  std::set<ExtraName> known;
  for (const std::size_t member : members)
    known.insert(project.members[member].extras.begin(), project.members[member].extras.end());
  TRY(std::set<ExtraName> extras, parse_names<ExtraName>(options.extras));
  for (const ExtraName& extra : extras)
    if (!known.contains(extra))
      return fail(
          ErrorKind::invalid_input,
          fmt::format("Extra `{}` is not defined in the project's `optional-dependencies` table",
                      extra.text()),
          suggestion(extra.text(), known));
  if (options.all_extras) extras = known;
  TRY(const std::set<ExtraName> left_out, parse_names<ExtraName>(options.no_extras));
  for (const ExtraName& extra : left_out) extras.erase(extra);
  return extras;
}

Result<std::set<GroupName>> chosen_groups(const Project& project,
                                          const std::vector<std::size_t>& members,
                                          const SelectionOptions& options) {
  const std::set<GroupName> known = known_groups(project, members);
  TRY(std::set<GroupName> groups, parse_names<GroupName>(options.groups));
  TRY(std::set<GroupName> only, parse_names<GroupName>(options.only_groups));
  TRY(const std::set<GroupName> left_out, parse_names<GroupName>(options.no_groups));
  const GroupName dev = *GroupName::parse("dev");
  if (options.only_dev) only.insert(dev);
  groups.insert(only.begin(), only.end());
  for (const std::set<GroupName>* asked :
       std::initializer_list<const std::set<GroupName>*>{&groups, &left_out})
    for (const GroupName& group : *asked)
      if (!known.contains(group) && !(group == dev && (options.only_dev || asked == &left_out)))
        return fail(
            ErrorKind::invalid_input,
            fmt::format("Group `{}` is not defined in the project's `dependency-groups` table",
                        group.text()),
            suggestion(group.text(), known));
  if (only.empty()) {
    if (options.all_groups) groups.insert(known.begin(), known.end());
    if (!options.no_default_groups)
      for (const GroupName& group : project.default_groups())
        if (known.contains(group)) groups.insert(group);
  }
  for (const GroupName& group : left_out) groups.erase(group);
  if (options.no_dev) groups.erase(dev);
  std::erase_if(groups, [&](const GroupName& group) { return !known.contains(group); });
  return groups;
}

std::string item_text(const ConflictItem& item) {
  if (const auto* extra = std::get_if<ExtraName>(&item.kind))
    return fmt::format("`{}[{}]`", item.package.text(), extra->text());
  if (const auto* group = std::get_if<GroupName>(&item.kind))
    return fmt::format("`{}:{}`", item.package.text(), group->text());
  return fmt::format("`{}`", item.package.text());
}

bool is_selected(const ConflictItem& item, const Project& project,
                 const ProjectSelection& selection) {
  return std::ranges::any_of(selection.members, [&](std::size_t position) {
    const ProjectMember& member = project.members[position];
    if (member.name != item.package) return false;
    if (const auto* extra = std::get_if<ExtraName>(&item.kind))
      return selection.with_members && selection.extras.contains(*extra);
    if (const auto* group = std::get_if<GroupName>(&item.kind))
      return selection.groups.contains(*group);
    return selection.with_members;
  });
}

Result<void> check_conflicts(const Project& project, const ProjectSelection& selection) {
  for (const ConflictSet& set : project.conflicts) {
    std::vector<std::string> active;
    bool all_extras = true;
    bool all_groups = true;
    std::vector<std::string> items;
    for (const ConflictItem& item : set) {
      items.push_back(item_text(item));
      if (!is_selected(item, project, selection)) continue;
      const auto* extra = std::get_if<ExtraName>(&item.kind);
      const auto* group = std::get_if<GroupName>(&item.kind);
      all_extras = all_extras && extra != nullptr;
      all_groups = all_groups && group != nullptr;
      active.push_back(extra != nullptr   ? fmt::format("`{}`", extra->text())
                       : group != nullptr ? fmt::format("`{}`", group->text())
                                          : item_text(item));
    }
    if (active.size() < 2) continue;
    const std::string_view kind = all_extras ? "Extras" : all_groups ? "Groups" : "Items";
    return fail(ErrorKind::invalid_input,
                fmt::format("{} {} are incompatible with the declared conflicts: {{{}}}", kind,
                            join_in_words(active, "and"), join(items, ", ")),
                "choose one of them");
  }
  return {};
}

}  // namespace

Result<ProjectSelection> select(const Project& project, const SelectionOptions& options) {
  ProjectSelection selection;
  TRY(selection.members, chosen_members(project, options));
  selection.with_members = options.only_groups.empty() && !options.only_dev;
  TRY(selection.extras, chosen_extras(project, selection.members, options));
  if (!selection.with_members) selection.extras.clear();
  TRY(selection.groups, chosen_groups(project, selection.members, options));
  TRY_OK(check_conflicts(project, selection));
  return selection;
}

std::vector<SourcedRequirement> selected_requirements(const Project& project,
                                                      const ProjectSelection& selection) {
  std::vector<SourcedRequirement> requirements;
  for (const std::size_t position : selection.members) {
    const ProjectMember& member = project.members[position];
    SourcedRequirement requirement{.name = member.name,
                                   .extras = {},
                                   .groups = {},
                                   .marker = {},
                                   .source = member.source,
                                   .origin = {}};
    if (selection.with_members) {
      for (const ExtraName& extra : selection.extras)
        if (std::ranges::find(member.extras, extra) != member.extras.end())
          requirement.extras.push_back(extra);
      requirements.push_back(requirement);
      requirement.extras.clear();
    }
    for (const GroupName& group : selection.groups)
      if (member.groups.contains(group)) requirement.groups.push_back(group);
    if (!requirement.groups.empty()) requirements.push_back(std::move(requirement));
  }
  for (const auto& [name, group] : project.root_groups)
    if (selection.groups.contains(name))
      requirements.insert(requirements.end(), group.requirements.begin(), group.requirements.end());
  return requirements;
}

std::shared_ptr<const DirectDistribution> distribution_of(const ProjectMember& member) {
  DirectDistribution direct{.name = member.name,
                            .version = member.version.value_or(Version()),
                            .has_dynamic_version = member.has_dynamic_version,
                            .source = member.source,
                            .requires_python = member.requires_python,
                            .requires_dist = member.requires_dist,
                            .extras = member.extras,
                            .groups = {},
                            .wheel = std::nullopt,
                            .hashes = {},
                            .size = std::nullopt};
  for (const auto& [name, group] : member.groups) direct.groups.emplace(name, group.requirements);
  return std::make_shared<const DirectDistribution>(std::move(direct));
}

Result<OmittedPackages> omitted_packages(const Project& project, const ProjectSelection& selection,
                                         const OmissionOptions& options) {
  OmittedPackages omitted;
  TRY(omitted.names, parse_names<PackageName>(options.no_install_package));
  if (options.no_install_project)
    for (const std::size_t member : selection.members)
      omitted.names.insert(project.members[member].name);
  if (options.no_install_workspace || options.no_install_local)
    for (const ProjectMember& member : project.members) omitted.names.insert(member.name);
  omitted.local = options.no_install_local;
  return omitted;
}

}  // namespace axle
