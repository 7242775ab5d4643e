// SPDX-License-Identifier: MIT
#include "provision/project_selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.hpp"
#include "base/try.hpp"
#include "services/group_choice.hpp"
#include "services/parse_names.hpp"
#include "services/suggestion.hpp"
#include "views/export.hpp"

namespace axle {
namespace {

constexpr unsigned revision_with_extras = 1;

/// What of a lock can be asked for.
struct Known {
  std::vector<PackageName> members;
  std::set<ExtraName> extras;
  std::set<GroupName> groups;
  bool has_all_extras = true;  ///< older locks do not name extras that need nothing
};

Result<std::vector<PackageName>> chosen_members(const Project& project, const Lockfile& lockfile,
                                                const SelectionOptions& options) {
  std::vector<PackageName> all = workspace_members(lockfile);
  if (options.all_packages) return all;
  if (options.packages.empty()) {
    if (const ProjectMember* member = project.current_member()) return std::vector{member->name};
    return all;
  }
  TRY(const std::set<PackageName> names, parse_names<PackageName>(options.packages));
  for (const PackageName& name : names)
    if (std::ranges::find(all, name) == all.end())
      return fail(ErrorKind::invalid_input,
                  fmt::format("package `{}` not found in workspace", name.text()),
                  "run the command where the package is, or name a member");
  return std::vector(names.begin(), names.end());
}

std::set<ExtraName> extras_of(const LockedPackage& package) {
  std::set<ExtraName> extras(package.metadata.provides_extras.begin(),
                             package.metadata.provides_extras.end());
  for (const auto& [extra, list] : package.optional_dependencies) extras.insert(extra);
  return extras;
}

std::set<GroupName> groups_of(const LockedPackage& package) {
  std::set<GroupName> groups;
  for (const auto& [group, list] : package.metadata.requires_dev) groups.insert(group);
  for (const auto& [group, list] : package.group_dependencies) groups.insert(group);
  return groups;
}

Result<Known> known_of(const Project& project, const Lockfile& lockfile,
                       const SelectionOptions& options) {
  Known known;
  known.has_all_extras = lockfile.revision >= revision_with_extras;
  TRY(known.members, chosen_members(project, lockfile, options));
  for (const PackageName& name : known.members) {
    const auto position = root_position(lockfile, name);
    if (!position) continue;
    known.extras.merge(extras_of(lockfile.packages[*position]));
    known.groups.merge(groups_of(lockfile.packages[*position]));
  }
  for (const auto& [name, group] : lockfile.manifest.groups) known.groups.insert(name);
  return known;
}

Result<std::set<ExtraName>> chosen_extras(const Known& known, const SelectionOptions& options) {
  TRY(std::set<ExtraName> extras, parse_names<ExtraName>(options.extras));
  TRY(const std::set<ExtraName> left_out, parse_names<ExtraName>(options.no_extras));
  for (const std::set<ExtraName>* asked : {&std::as_const(extras), &left_out})
    for (const ExtraName& extra : *asked)
      if (known.has_all_extras && !known.extras.contains(extra))
        return fail(
            ErrorKind::invalid_input,
            fmt::format("Extra `{}` is not defined in the project's `optional-dependencies` table",
                        extra.text()),
            suggestion(extra.text(), known.extras));
  if (options.all_extras) extras = known.extras;
  for (const ExtraName& extra : left_out) extras.erase(extra);
  return extras;
}

/// Those that are on unless switched off. The lock may have groups that the project has no more.
std::set<GroupName> default_groups(const Project& project, const Known& known,
                                   const ProjectMember* member) {
  const DefaultGroups& stated =
      member != nullptr ? member->default_groups : project.root_default_groups;
  if (stated.all) return known.groups;
  if (!stated.is_stated) return {*GroupName::parse("dev")};
  return {stated.groups.begin(), stated.groups.end()};
}

Result<std::set<GroupName>> chosen_groups(const Project& project, const Known& known,
                                          const SelectionOptions& options) {
  TRY(const GroupChoice choice, group_choice(options));
  for (const std::set<GroupName>* asked : {&choice.asked, &choice.left_out})
    for (const GroupName& group : *asked)
      if (!known.groups.contains(group) &&
          !(group.text() == "dev" && (options.only_dev || asked == &choice.left_out)))
        return undefined_group(group, known.groups);
  TRY(const auto meant, project_meant(project, options));
  const ProjectMember* const named = meant ? project.find(*meant) : nullptr;
  const std::set<GroupName> defaults =
      default_groups(project, known, named != nullptr ? named : project.current_member());
  std::set<GroupName> groups = known.groups;
  std::erase_if(groups, [&](const GroupName& group) {
    return !choice.contains(group, defaults.contains(group));
  });
  return groups;
}

/// Of the chosen extras and groups each member gets those that it has.
Result<LockSelection> chosen(const Project& project, const Lockfile& lockfile,
                             const SelectionOptions& options) {
  TRY(const Known known, known_of(project, lockfile, options));
  TRY(const std::set<ExtraName> extras, chosen_extras(known, options));
  TRY(const std::set<GroupName> groups, chosen_groups(project, known, options));
  LockSelection selection;
  for (const PackageName& name : known.members) {
    LockRoot root{.name = name,
                  .with_dependencies = options.only_groups.empty() && !options.only_dev,
                  .extras = {},
                  .groups = {}};
    if (const auto position = root_position(lockfile, name)) {
      const LockedPackage& package = lockfile.packages[*position];
      if (root.with_dependencies)
        std::ranges::set_intersection(extras_of(package), extras,
                                      std::inserter(root.extras, root.extras.end()));
      std::ranges::set_intersection(groups_of(package), groups,
                                    std::inserter(root.groups, root.groups.end()));
    }
    selection.roots.push_back(std::move(root));
  }
  // The groups of a root without a project go with all members, not with one of them.
  const bool means_root =
      options.all_packages || (options.packages.empty() && project.current_member() == nullptr);
  for (const auto& [name, group] : lockfile.manifest.groups)
    if (means_root && groups.contains(name)) selection.root_groups.insert(name);
  return selection;
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

Result<void> check_conflicts(const Lockfile& lockfile, const LockSelection& selection,
                             const std::set<GroupName>& default_groups) {
  TRY(const auto within, conflicts_within(lockfile, selection));
  for (std::size_t i = 0; i < within.size(); ++i) {
    const std::vector<ConflictItem>& active = within[i];
    if (active.size() < 2) continue;
    std::vector<std::string> items;
    for (const ConflictItem& item : lockfile.conflicts[i])
      items.push_back(fmt::format("`{}`", to_string(item)));
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
std::set<GroupName> groups_by_default(const LockSelection& selection,
                                      const SelectionOptions& options) {
  std::set<GroupName> groups = selection.root_groups;
  if (options.all_groups) return {};
  for (const LockRoot& root : selection.roots)
    groups.insert(root.groups.begin(), root.groups.end());
  for (const auto* asked : {&options.groups, &options.only_groups})
    for (const std::string& text : *asked)
      if (const auto name = GroupName::parse(text)) groups.erase(*name);
  return groups;
}

}  // namespace

Result<LockSelection> select(const Project& project, const Lockfile& lockfile,
                             const SelectionOptions& options) {
  TRY(LockSelection selection, select_with_conflicts(project, lockfile, options));
  TRY_OK(check_conflicts(lockfile, selection, groups_by_default(selection, options)));
  return selection;
}

Result<LockSelection> select_with_conflicts(const Project& project, const Lockfile& lockfile,
                                            const SelectionOptions& options) {
  TRY(LockSelection selection, chosen(project, lockfile, options));
  TRY_OK(check_roots(lockfile, selection));
  return selection;
}

Result<std::optional<PackageName>> project_meant(const Project& project,
                                                 const SelectionOptions& options) {
  if (options.packages.empty()) {
    const ProjectMember* member = project.current_member();
    return member == nullptr ? std::nullopt : std::optional(member->name);
  }
  TRY(const std::set<PackageName> names, parse_names<PackageName>(options.packages));
  return names.size() == 1 ? std::optional(*names.begin()) : std::nullopt;
}

Result<LockSelection> select_to_show(const Project& project, const Lockfile& lockfile,
                                     const SelectionOptions& options, bool all_groups) {
  SelectionOptions wishes = options;
  wishes.all_packages = true;
  wishes.all_extras = options.extras.empty();
  const bool names_groups = !options.groups.empty() || !options.only_groups.empty() ||
                            !options.no_groups.empty() || options.no_default_groups ||
                            options.no_dev || options.only_dev;
  wishes.all_groups = options.all_groups || (all_groups && !names_groups);
  return chosen(project, lockfile, wishes);
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

Result<OmittedPackages> omitted_packages(const Lockfile& lockfile,
                                         const std::optional<PackageName>& project,
                                         const OmissionOptions& options) {
  OmittedPackages omitted;
  TRY(omitted.names, parse_names<PackageName>(options.no_install_package));
  if (options.no_install_project && project) omitted.names.insert(*project);
  if (options.no_install_workspace || options.no_install_local)
    for (PackageName& member : workspace_members(lockfile)) omitted.names.insert(std::move(member));
  omitted.local = options.no_install_local;
  TRY(const auto only, parse_names<PackageName>(options.only_packages));
  const bool has_only =
      !only.empty() || options.only_local || options.only_workspace || options.only_project;
  if (!has_only) return omitted;
  const std::vector<PackageName> members = workspace_members(lockfile);
  for (const LockedPackage& package : lockfile.packages) {
    const bool is_member = std::ranges::find(members, package.name) != members.end();
    const bool is_local = package.source.is_local();
    const bool is_wanted = only.contains(package.name) || (options.only_local && is_local) ||
                           (options.only_workspace && is_member) ||
                           (options.only_project && package.name == project);
    if (!is_wanted) omitted.names.insert(package.name);
  }
  return omitted;
}

}  // namespace axle
