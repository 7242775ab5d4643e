// SPDX-License-Identifier: MIT
#include "provision/project_requirements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/source_tree.hpp"
#include "provision/source_trees.hpp"

namespace axle {
namespace {

std::string shown_from(const fs::path& directory, const fs::path& file) {
  return escape_foreign(seen_from(directory, file));
}

Result<Project> project_at(const fs::path& pyproject, const Settings& settings,
                           Services& services) {
  if (!file_exists(pyproject))
    return fail_with_code(
        ErrorKind::not_found, ErrorCode::project,
        fmt::format("there is no `{}`", shown_from(services.directory(), pyproject)),
        pyproject.string());
  return read_project(tree_request(pyproject.parent_path(), settings, services));
}

/// Where each extra is on: the chosen ones everywhere, and those that they bring in turn.
using ExtrasOn = std::map<ExtraName, Marker>;

/// The environments in which `requirement` is asked for.
Marker reach_of(const SourcedRequirement& requirement, const ExtrasOn& extras) {
  Marker reach = requirement.marker.assume_all_extras(false);
  for (const auto& [extra, where] : extras)
    reach |= where & requirement.marker.assume_extras(
                         [&extra](const ExtraName& name) { return std::optional(name == extra); });
  return reach;
}

void add_extras_of_extras(const ProjectMember& member, ExtrasOn& extras) {
  // Each round but the last makes an extra hold in more environments.
  for (bool changed = true; changed;) {
    changed = false;
    for (const SourcedRequirement& requirement : member.requires_dist) {
      if (requirement.name != member.name) continue;
      const Marker reach = reach_of(requirement, extras);
      if (reach.is_never()) continue;
      for (const ExtraName& extra : requirement.extras) {
        const auto [found, is_new] = extras.emplace(extra, reach);
        const Marker joined = found->second | reach;
        changed = changed || is_new || joined != found->second;
        found->second = joined;
      }
    }
  }
}

Result<ExtrasOn> chosen_extras(const ProjectMember& member, const ProjectPart& part,
                               std::vector<std::string>& missing) {
  ExtrasOn extras;
  if (part.all_extras)
    for (const ExtraName& extra : member.extras) extras.emplace(extra, Marker::always());
  for (const std::string& text : part.extras) {
    TRY(ExtraName extra, ExtraName::parse(text));
    if (std::ranges::find(member.extras, extra) == member.extras.end()) continue;
    std::erase(missing, text);
    extras.emplace(std::move(extra), Marker::always());
  }
  add_extras_of_extras(member, extras);
  return extras;
}

Result<ProjectRequirements> requirements_of(const ProjectMember& member, const std::string& shown,
                                            const ProjectPart& part,
                                            std::vector<std::string>& missing) {
  TRY(const ExtrasOn extras, chosen_extras(member, part, missing));
  ProjectRequirements found{{}, fmt::format("{} ({})", member.name.text(), shown)};
  for (const SourcedRequirement& requirement : member.requires_dist) {
    if (requirement.name == member.name) continue;  // what it asks for has been added
    SourcedRequirement wanted = requirement;
    wanted.marker = reach_of(requirement, extras);
    if (!wanted.marker.is_never()) found.requirements.push_back(std::move(wanted));
  }
  return found;
}

}  // namespace

std::string seen_from(const fs::path& directory, const fs::path& file) {
  const fs::path relative = file.lexically_relative(directory);
  const bool is_below = !relative.empty() && *relative.begin() != "..";
  return (is_below ? relative : file).string();
}

bool is_project_file(const fs::path& file) {
  return file.filename() == "pyproject.toml" || file.filename() == "setup.py" ||
         file.filename() == "setup.cfg";
}

Result<std::optional<ProjectRequirements>> project_requirements_of(
    const fs::path& file, const ProjectPart& part, std::vector<std::string>& missing,
    const Settings& settings, Services& services) {
  const std::string shown = shown_from(services.directory(), file);
  if (file.filename() != "pyproject.toml") {
    if (file_exists(file)) return std::optional<ProjectRequirements>();
    return fail_with_code(ErrorKind::not_found, ErrorCode::project,
                          fmt::format("there is no `{}`", shown), file.string());
  }
  TRY(const Project project, project_at(file, settings, services));
  const ProjectMember* member = project.current_member();
  const bool is_old =
      file_exists(file.parent_path() / "setup.py") || file_exists(file.parent_path() / "setup.cfg");
  if (member == nullptr && !is_old)
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          fmt::format("`{}` has no `[project]` table", shown), file.string());
  if (member == nullptr || member->has_dynamic_requirements)
    return std::optional<ProjectRequirements>();
  TRY(ProjectRequirements found, requirements_of(*member, shown, part, missing));
  return std::optional(std::move(found));
}

Result<ProjectRequirements> built_project_requirements(const fs::path& file,
                                                       const ProjectPart& part,
                                                       std::vector<std::string>& missing,
                                                       SourceBuilder& builder, Services& services) {
  const fs::path tree = file.parent_path();
  // What it is called before it says so does not matter.
  TRY(const PackageName unknown, PackageName::parse("unnamed"));
  TRY(const CoreMetadata built, builder.metadata({.name = unknown,
                                                  .version = {},
                                                  .place = DirectorySource{tree, tree.string()},
                                                  .is_named = false}));
  TRY(const SourceTree read,
      read_source_tree(tree, tree_request(tree, builder.use().settings, services), &built));
  return requirements_of(*read.member, shown_from(services.directory(), file), part, missing);
}

Result<ProjectRequirements> group_requirements(const std::string& group, const Settings& settings,
                                               Services& services) {
  const std::size_t colon = group.rfind(':');
  const fs::path file =
      services.directory() /
      (colon == std::string::npos ? std::string("pyproject.toml") : group.substr(0, colon));
  TRY(const GroupName name,
      GroupName::parse(colon == std::string::npos ? group : group.substr(colon + 1)));
  const fs::path pyproject = absolute_path(file);
  TRY(const Project project, project_at(pyproject, settings, services));
  const ProjectMember* member = project.current_member();
  const auto& groups = member != nullptr ? member->groups : project.root_groups;
  const std::string shown = shown_from(services.directory(), pyproject);
  const auto found = groups.find(name);
  if (found == groups.end()) {
    std::vector<std::string> known;
    for (const auto& [other, requirements] : groups)
      known.push_back(fmt::format("`{}`", other.text()));
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          fmt::format("`{}` has no dependency group `{}`", shown, name.text()),
                          pyproject.string(), "dependency-groups",
                          known.empty() ? std::string("add it to `[dependency-groups]`")
                                        : fmt::format("it has {}", join_in_words(known, "and")));
  }
  const std::string owner = member != nullptr ? member->name.text() + " " : std::string();
  return ProjectRequirements{found->second.requirements,
                             fmt::format("{}({}:{})", owner, shown, name.text())};
}

}  // namespace axle
