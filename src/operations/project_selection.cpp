// SPDX-License-Identifier: MIT
#include "operations/project_selection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"
#include "operations/parse_names.hpp"
#include "operations/suggestion.hpp"

namespace axle {
namespace {

Result<std::vector<std::size_t>> chosen_members(const Project& project,
                                                const SelectionOptions& options) {
  std::vector<std::size_t> members;
  if (options.all_packages) {
    for (std::size_t i = 0; i < project.members.size(); ++i) members.push_back(i);
  } else if (!options.packages.empty()) {
    TRY(const std::set<PackageName> names, parse_names<PackageName>(options.packages));
    for (const PackageName& name : names) {
      const auto found = std::ranges::find(project.members, name, &ProjectMember::name);
      if (found == project.members.end())
        return fail(ErrorKind::invalid_input,
                    fmt::format("package `{}` not found in workspace", name.text()),
                    "run the command where the package is, or name a member");
      members.push_back(static_cast<std::size_t>(found - project.members.begin()));
    }
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

/// "`cpu` and `cu124`", with the kind of each if `kinds`, the groups that nobody asked for marked.
std::string active_in_words(const std::vector<ConflictItem>& active, bool kinds,
                            const std::set<GroupName>& default_groups) {
  std::vector<std::string> words;
  for (const ConflictItem& item : active) {
    std::string word;
    if (const auto* extra = std::get_if<ExtraName>(&item.kind)) {
      word = fmt::format("{}`{}`", kinds ? "extra " : "", extra->text());
    } else if (const auto* group = std::get_if<GroupName>(&item.kind)) {
      word = fmt::format("{}`{}`{}", kinds ? "group " : "", group->text(),
                         default_groups.contains(*group) ? " (enabled by default)" : "");
    } else {
      word = fmt::format("package `{}`", item.package.text());
    }
    if (words.empty()) word = ascii_upper(word.substr(0, 1)) + word.substr(1);
    words.push_back(std::move(word));
  }
  return join_in_words(words, "and");
}

Result<void> check_conflicts(const Project& project, const ProjectSelection& selection,
                             const std::set<GroupName>& default_groups) {
  for (const ConflictSet& set : project.conflicts) {
    std::vector<ConflictItem> active;
    std::vector<std::string> items;
    for (const ConflictItem& item : set) {
      items.push_back(fmt::format("`{}`", to_string(item)));
      if (is_selected(item, project, selection)) active.push_back(item);
    }
    if (active.size() < 2) continue;
    const auto are_all = [&](std::size_t kind) {
      return std::ranges::all_of(
          active, [&](const ConflictItem& item) { return item.kind.index() == kind; });
    };
    const bool all_extras = are_all(0);
    const bool all_groups = are_all(1);
    return fail(ErrorKind::invalid_input,
                fmt::format("{}{} are incompatible with the {}conflicts: {{{}}}",
                            all_extras   ? "Extras "
                            : all_groups ? "Groups "
                                         : "",
                            active_in_words(active, !all_extras && !all_groups, default_groups),
                            all_groups ? "" : "declared ", join(items, ", ")),
                "choose one of them");
  }
  return {};
}

/// The groups that are on although no option asked for them.
std::set<GroupName> groups_by_default(const ProjectSelection& selection,
                                      const SelectionOptions& options) {
  std::set<GroupName> groups = selection.groups;
  if (options.all_groups) return {};
  for (const auto* asked : {&options.groups, &options.only_groups})
    for (const std::string& text : *asked)
      if (const auto name = GroupName::parse(text)) groups.erase(*name);
  return groups;
}

}  // namespace

Result<ProjectSelection> select(const Project& project, const SelectionOptions& options) {
  ProjectSelection selection;
  TRY(selection.members, chosen_members(project, options));
  selection.with_members = options.only_groups.empty() && !options.only_dev;
  TRY(selection.extras, chosen_extras(project, selection.members, options));
  if (!selection.with_members) selection.extras.clear();
  TRY(selection.groups, chosen_groups(project, selection.members, options));
  TRY_OK(check_conflicts(project, selection, groups_by_default(selection, options)));
  return selection;
}

Result<ProjectSelection> select_to_show(const Project& project, const SelectionOptions& options,
                                        bool all_groups) {
  SelectionOptions wishes = options;
  wishes.all_packages = true;
  wishes.all_extras = options.extras.empty();
  const bool names_groups = !options.groups.empty() || !options.only_groups.empty() ||
                            !options.no_groups.empty() || options.no_default_groups ||
                            options.no_dev || options.only_dev;
  wishes.all_groups = options.all_groups || (all_groups && !names_groups);
  ProjectSelection selection;
  TRY(selection.members, chosen_members(project, wishes));
  selection.with_members = wishes.only_groups.empty() && !wishes.only_dev;
  TRY(selection.extras, chosen_extras(project, selection.members, wishes));
  if (!selection.with_members) selection.extras.clear();
  TRY(selection.groups, chosen_groups(project, selection.members, wishes));
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
