// SPDX-License-Identifier: MIT
#include "project/sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/direct_source.hpp"
#include "project/url_variables.hpp"

namespace axle {
namespace {

struct FoundSources {
  const Pyproject* file = nullptr;  ///< that has them: paths are relative to it
  const std::vector<SourceEntry>* entries = nullptr;
};

// The member's entry goes before the root's, and hides all of it.
FoundSources find_sources(const PackageName& name, const LoweringContext& context) {
  for (const Pyproject* file : {context.project, &context.workspace.root_file}) {
    if (file == nullptr) continue;
    if (const auto found = file->settings.sources.find(name); found != file->settings.sources.end())
      return {file, &found->second};
  }
  return {};
}

bool applies(const SourceEntry& entry, const LoweringContext& context) {
  return (!entry.extra || entry.extra == context.extra) &&
         (!entry.group || entry.group == context.group);
}

const IndexDefinition* find_index(std::string_view name, const LoweringContext& context) {
  std::vector<const std::vector<IndexDefinition>*> lists{&context.request.command_line_indexes};
  if (context.project != nullptr) lists.push_back(&context.project->indexes);
  lists.push_back(&context.workspace.root_file.indexes);
  for (const auto* list : lists)
    for (const IndexDefinition& index : *list)
      if (index.name == name) return &index;
  return nullptr;
}

std::unexpected<Error> unknown_index(const std::string& index, const PackageName& package,
                                     const FoundSources& found, const SourceEntry& entry,
                                     const LoweringContext& context) {
  std::string hint = fmt::format(
      "add an `[[tool.uv.index]]` with `name = \"{}\"` to `pyproject.toml`", escape_foreign(index));
  for (const IndexDefinition& other : context.request.other_indexes)
    if (other.name == index)
      hint = fmt::format(
          "Index `{}` was found in {}, but indexes referenced via `tool.uv.sources` must be "
          "defined in the project's "
          "`pyproject.toml`",
          escape_foreign(index),
          other.origin == IndexOrigin::user ? "a user-level `uv.toml`"
                                            : "a project-level `uv.toml`");
  return fail_with_code(
      ErrorKind::invalid_input, ErrorCode::project,
      fmt::format("Package `{}` references an undeclared index: `{}`", package.text(),
                  escape_foreign(index)),
      found.file->path().string(),
      fmt::format("line {}, column {}", entry.position.line, entry.position.column),
      std::move(hint));
}

std::unexpected<Error> refuse(std::string message, const Pyproject& file, TomlPosition position,
                              std::string hint = {}) {
  return fail_with_code(
      ErrorKind::invalid_input, ErrorCode::project, std::move(message), file.path().string(),
      fmt::format("line {}, column {}", position.line, position.column), std::move(hint));
}

// Whether a source tree says of itself that there is nothing to build.
bool is_virtual_tree(const fs::path& directory, const LoweringContext& context) {
  const auto pyproject = read_pyproject(directory / "pyproject.toml", context.request.now);
  return pyproject && pyproject->settings.is_package == false;
}

Result<RequirementSource> path_source(const PathEntry& entry, const FoundSources& found,
                                      TomlPosition position, const LoweringContext& context) {
  RequirementSource source = source_of_path(entry.path, found.file->directory());
  auto* directory = std::get_if<DirectorySource>(&source);
  if (directory == nullptr) {
    for (const auto& [flag, key] :
         {std::pair{entry.editable, "editable"}, {entry.package, "package"}})
      if (flag == true)
        return refuse(
            fmt::format("Source with `{} = true` must refer to a local directory, not a file: `{}`",
                        key, escape_foreign(entry.path)),
            *found.file, position);
    return source;
  }
  directory->is_editable = entry.editable.value_or(false);
  if (!directory->is_editable)
    directory->is_virtual =
        entry.package ? !*entry.package : is_virtual_tree(directory->path, context);
  return source;
}

Result<RequirementSource> workspace_source(const WorkspaceEntry& entry, const PackageName& name,
                                           const FoundSources& found, TomlPosition position,
                                           const LoweringContext& context) {
  const auto undeclared = [&] {
    return refuse(fmt::format("`{0}` references a workspace in `tool.uv.sources` (e.g., `{0} = {{ "
                              "workspace = true }}`), but is not a "
                              "workspace member",
                              name.text()),
                  *found.file, position);
  };
  if (entry.path.empty()) {
    if (!context.workspace.members.contains(name)) return undeclared();
    return RequirementSource(context.workspace.source_of(name));
  }
  const fs::path path = normal_path(found.file->directory() / entry.path);
  TRY(const Workspace other, discover_workspace(path, context.request.now));
  if (other.root != path)
    return refuse(
        fmt::format(
            "Workspace source path `{}` must point to a workspace root (found workspace at `{}`)",
            shown_path(path), shown_path(other.root)),
        *found.file, position);
  if (!other.members.contains(name)) return undeclared();
  DirectorySource source = other.source_of(name);
  const bool builds = other.members.at(name).settings.is_package.value_or(true);
  source.is_virtual = !builds;
  source.is_editable = builds && entry.editable.value_or(true);
  return RequirementSource(std::move(source));
}

RequirementSource registry_source(const Requirement& requirement, const SourceEntry& entry,
                                  const IndexDefinition& index, const LoweringContext& context) {
  RegistrySource source{requirement.specifiers, index.url, std::nullopt};
  if (context.project == nullptr || !context.project->project) return source;
  const PackageName& project = context.project->project->name;
  if (entry.extra) source.conflict = ConflictItem{project, *entry.extra};
  if (entry.group) source.conflict = ConflictItem{project, *entry.group};
  return source;
}

Result<RequirementSource> source_of(const SourceEntry& entry, const Requirement& requirement,
                                    const FoundSources& found, const LoweringContext& context) {
  if (const auto* git = std::get_if<GitSource>(&entry.kind)) return RequirementSource(*git);
  if (const auto* url = std::get_if<UrlEntry>(&entry.kind))
    return RequirementSource(UrlSource{url->url, url->subdirectory});
  if (const auto* path = std::get_if<PathEntry>(&entry.kind))
    return path_source(*path, found, entry.position, context);
  if (const auto* workspace = std::get_if<WorkspaceEntry>(&entry.kind))
    return workspace_source(*workspace, requirement.name, found, entry.position, context);
  const std::string& name = std::get<IndexEntry>(entry.kind).index;
  const IndexDefinition* index = find_index(name, context);
  if (index == nullptr) return unknown_index(name, requirement.name, found, entry, context);
  return registry_source(requirement, entry, *index, context);
}

std::string_view kind_name(const SourceEntry& entry) {
  constexpr std::array names{std::string_view("Git"), std::string_view("URL"),
                             std::string_view("path"), std::string_view("registry")};
  return names[entry.kind.index()];
}

// A member must say that it means the member, for a package of that name may be on an index as
// well.
Result<void> check_member(const Requirement& requirement, const FoundSources& found,
                          const LoweringContext& context) {
  const PackageName& name = requirement.name;
  if (!context.workspace.members.contains(name)) return {};
  if (context.project != nullptr && context.project->project &&
      context.project->project->name == name)
    return {};
  if (found.entries == nullptr) {
    const Pyproject& file =
        context.project != nullptr ? *context.project : context.workspace.root_file;
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          fmt::format("`{0}` is included as a workspace member, but is missing an "
                                      "entry in `tool.uv.sources` (e.g., "
                                      "`{0} = {{ workspace = true }}`)",
                                      name.text()),
                          file.path().string());
  }
  for (const SourceEntry& entry : *found.entries) {
    if (!applies(entry, context)) continue;
    const auto* reference = std::get_if<WorkspaceEntry>(&entry.kind);
    if (reference == nullptr)
      return refuse(
          fmt::format(
              "`{0}` is included as a workspace member, but references a {1} in `tool.uv.sources`. "
              "Workspace members "
              "must be declared as workspace sources (e.g., `{0} = {{ workspace = true }}`).",
              name.text(), kind_name(entry)),
          *found.file, entry.position);
    if (!reference->path.empty())
      return refuse(fmt::format("`{}` is included as a workspace member, but does not use "
                                "`workspace = true` in `tool.uv.sources`",
                                name.text()),
                    *found.file, entry.position);
  }
  return {};
}

/// The requirement without `tool.uv.sources`. A path that was given with variables counts as a
/// relative one: who reads the lock has other values.
Result<SourcedRequirement> expanded_as_written(const Requirement& requirement,
                                               const Pyproject& file,
                                               const ProjectRequest& request) {
  if (!requirement.url || request.environment == nullptr || !requirement.url->contains("${"))
    return as_written(requirement, file.directory());
  Requirement expanded = requirement;
  expanded.url = expand_url_variables(*requirement.url, *request.environment, request.directory);
  TRY(SourcedRequirement written, as_written(expanded, file.directory()));
  if (auto* path = std::get_if<PathSource>(&written.source)) path->given = *requirement.url;
  if (auto* tree = std::get_if<DirectorySource>(&written.source)) tree->given = *requirement.url;
  return written;
}

}  // namespace

Result<std::vector<SourcedRequirement>> lower(const Requirement& requirement,
                                              const LoweringContext& context) {
  const Pyproject& file =
      context.project != nullptr ? *context.project : context.workspace.root_file;
  const bool without_sources =
      context.request.no_sources || context.request.no_sources_package.contains(requirement.name);
  const FoundSources found =
      without_sources ? FoundSources{} : find_sources(requirement.name, context);
  if (!without_sources) TRY_OK(check_member(requirement, found, context));

  std::vector<SourcedRequirement> lowered;
  Marker covered = Marker::never();
  if (found.entries != nullptr) {
    for (const SourceEntry& entry : *found.entries) {
      if (!applies(entry, context)) continue;
      covered |= entry.marker;
      TRY(RequirementSource source, source_of(entry, requirement, found, context));
      SourcedRequirement sourced = with_source(requirement, std::move(source));
      sourced.marker &= entry.marker;
      sourced.origin = file.path().string();
      if (!sourced.marker.is_never()) lowered.push_back(std::move(sourced));
    }
  }
  TRY(SourcedRequirement remaining, expanded_as_written(requirement, file, context.request));
  remaining.marker &= ~covered;
  remaining.origin = file.path().string();
  // Without sources even a requirement that holds nowhere is kept, as uv does.
  if (found.entries == nullptr || !remaining.marker.is_never())
    lowered.push_back(std::move(remaining));
  TRY_OK(Marker::check_capacity());
  return lowered;
}

Result<void> check_source_scopes(const Pyproject& project,
                                 const std::map<GroupName, FlatGroup>& groups) {
  const auto names = [](const std::vector<Requirement>& requirements, const PackageName& name) {
    return std::ranges::any_of(
        requirements, [&](const Requirement& requirement) { return requirement.name == name; });
  };
  for (const auto& [name, entries] : project.settings.sources) {
    for (const SourceEntry& entry : entries) {
      if (entry.extra) {
        const auto& extras = project.project->optional_dependencies;
        const auto extra = std::ranges::find(extras, *entry.extra,
                                             [](const auto& declared) { return declared.first; });
        if (extra == extras.end() || !names(extra->second, name))
          return project.document.error(
              entry.position,
              fmt::format(
                  "Source entry for `{0}` only applies to extra `{1}`, but {2}. When an extra is "
                  "present on a source (e.g., "
                  "`extra = \"{1}\"`), the relevant package must be included in the "
                  "`project.optional-dependencies` section for "
                  "that extra (e.g., `project.optional-dependencies = {{ \"{1}\" = [\"{0}\"] }}`).",
                  name.text(), entry.extra->text(),
                  extra == extras.end()
                      ? fmt::format("the `{}` extra does not exist", entry.extra->text())
                      : fmt::format("`{}` was not found under the `project.optional-dependencies` "
                                    "section for that extra",
                                    name.text())));
      }
      if (entry.group) {
        const auto group = groups.find(*entry.group);
        if (group == groups.end() || !names(group->second.requirements, name))
          return project.document.error(
              entry.position,
              fmt::format("Source entry for `{0}` only applies to dependency group `{1}`, but {2}. "
                          "When a group is present on a source "
                          "(e.g., `group = \"{1}\"`), the relevant package must be included in the "
                          "`dependency-groups` section for that "
                          "extra (e.g., `dependency-groups = {{ \"{1}\" = [\"{0}\"] }}`).",
                          name.text(), entry.group->text(),
                          group == groups.end()
                              ? fmt::format("the `{}` group does not exist", entry.group->text())
                              : fmt::format("`{}` was not found under the `dependency-groups` "
                                            "section for that group",
                                            name.text())));
      }
    }
  }
  return {};
}

}  // namespace axle
