// SPDX-License-Identifier: MIT
#include "axle/project/project.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/dependency_groups.hpp"
#include "project/sources.hpp"
#include "project/workspace.hpp"

namespace axle {
namespace {

std::unexpected<Error> refuse(std::string message, const Pyproject& file, std::string hint = {}) {
  return fail_with_code(ErrorKind::invalid_input, "E_PROJECT", std::move(message),
                        file.path().string(), {}, std::move(hint));
}

std::unexpected<Error> while_lowering(const Requirement& requirement,
                                      const LoweringContext& context, Error cause) {
  const std::string message =
      context.group ? fmt::format("Failed to parse entry in group `{}`: `{}`",
                                  context.group->text(), requirement.name.text())
                    : fmt::format("Failed to parse entry: `{}`", requirement.name.text());
  auto hints = std::move(cause.hints);
  cause.hints.clear();
  cause.message = hide_user_info(cause.message);
  if (cause.code.empty()) cause.code = "E_PROJECT";
  if (cause.file.empty())
    cause.file = (context.project ? *context.project : context.workspace.root_file).path().string();
  auto failure = while_doing(message, std::move(cause));
  failure.error().hints = std::move(hints);
  return failure;
}

Result<void> lower_into(std::vector<SourcedRequirement>& out, const Requirement& requirement,
                        const LoweringContext& context) {
  auto lowered = lower(requirement, context);
  if (!lowered) return while_lowering(requirement, context, std::move(lowered).error());
  for (SourcedRequirement& sourced : *lowered) out.push_back(std::move(sourced));
  return {};
}

Result<void> lower_groups(std::map<GroupName, ProjectGroup>& out,
                          const std::map<GroupName, FlatGroup>& groups, LoweringContext context) {
  for (const auto& [name, group] : groups) {
    context.group = name;
    ProjectGroup& lowered = out[name];
    lowered.requires_python = group.requires_python;
    for (const Requirement& requirement : group.requirements)
      TRY_OK(lower_into(lowered.requirements, requirement, context));
  }
  return {};
}

Result<void> check_default_groups(const DefaultGroups& defaults,
                                  const std::map<GroupName, FlatGroup>& groups,
                                  const Pyproject& file) {
  for (const GroupName& group : defaults.groups)
    if (!groups.contains(group) && group.text() != "dev")
      return refuse(fmt::format("Default group `{}` (from `tool.uv.default-groups`) is not defined "
                                "in the project's `dependency-groups` table",
                                group.text()),
                    file, "add the group, or remove it from `tool.uv.default-groups`");
  return {};
}

Result<ProjectMember> read_member(const PackageName& name, const Workspace& workspace,
                                  const ProjectRequest& request) {
  const Pyproject& file = workspace.members.at(name);
  const ProjectTable& table = *file.project;
  ProjectMember member{name,
                       file.directory(),
                       workspace.source_of(name),
                       table.version,
                       {},
                       {},
                       table.requires_python,
                       {},
                       {},
                       {},
                       {}};
  member.has_dynamic_version = table.is_dynamic("version");
  member.has_dynamic_requirements =
      table.is_dynamic("dependencies") || table.is_dynamic("optional-dependencies");
  member.default_groups = file.settings.default_groups;

  TRY(const auto groups, flatten_groups(file));
  TRY_OK(check_source_scopes(file, groups));
  TRY_OK(check_default_groups(member.default_groups, groups, file));
  LoweringContext context{workspace, &file, request, {}, {}};
  TRY_OK(lower_groups(member.groups, groups, context));
  const auto add = [&](const Requirement& requirement) {
    context.extra = requirement.marker.top_level_extra();
    return lower_into(member.requires_dist, requirement, context);
  };
  for (const Requirement& requirement : table.dependencies) TRY_OK(add(requirement));
  for (const auto& [extra, requirements] : table.optional_dependencies) {
    member.extras.push_back(extra);
    for (Requirement requirement : requirements) {
      requirement.marker &= Marker::extra(extra);
      TRY_OK(add(requirement));
    }
  }
  return member;
}

Result<void> add_conflicts(Conflicts& conflicts, const Pyproject& file) {
  for (const ConflictEntrySet& entries : file.settings.conflicts) {
    ConflictSet set;
    for (const ConflictEntry& entry : entries.items) {
      std::optional<PackageName> package = entry.package;
      if (!package && file.project) package = file.project->name;
      if (!package)
        return file.document.error(entries.position,
                                   "Expected `package` field in conflicting entry",
                                   "name the project that the extra or group belongs to: `{ "
                                   "package = \"…\", extra = \"…\" }`");
      set.insert(ConflictItem{*std::move(package), entry.kind});
    }
    if (set.size() < 2)
      return file.document.error(
          entries.position,
          "Each set of conflicts must have at least two entries, but found only one");
    conflicts.push_back(std::move(set));
  }
  return {};
}

Result<Conflicts> read_conflicts(const Workspace& workspace) {
  Conflicts conflicts;
  if (!workspace.has_root_project()) TRY_OK(add_conflicts(conflicts, workspace.root_file));
  for (const auto& [name, member] : workspace.members) TRY_OK(add_conflicts(conflicts, member));
  if (!workspace.has_root_project()) return conflicts;
  return with_included_groups(std::move(conflicts), workspace.root_file.project->name,
                              workspace.root_file.groups);
}

// Constraints, overrides and exclusions are the root's. They have the sources of the root, but no
// project of their own.
Result<void> read_lists(Project& project, const Workspace& workspace,
                        const ProjectRequest& request) {
  const ProjectSettings& settings = workspace.root_file.settings;
  const LoweringContext context{workspace, nullptr, request, {}, {}};
  for (const Requirement& constraint : settings.constraints)
    TRY_OK(lower_into(project.constraints, constraint, context));
  for (const BuildConstraintEntry& entry : settings.build_constraints) {
    std::vector<SourcedRequirement> lowered;
    TRY_OK(lower_into(lowered, entry.requirement, context));
    for (SourcedRequirement& sourced : lowered)
      project.build_constraints.push_back({std::move(sourced), entry.hashes});
  }
  for (const OverrideEntry& entry : settings.overrides) {
    std::vector<SourcedRequirement> lowered;
    TRY_OK(lower_into(lowered, entry.requirement, context));
    for (SourcedRequirement& sourced : lowered)
      project.overrides.push_back({entry.scope, std::move(sourced)});
  }
  project.excludes = settings.excludes;
  return {};
}

void warn_about_python(Project& project) {
  const RequiresPython& python = *project.requires_python;
  for (const VersionSpecifier& specifier : python.specifiers().items())
    if (specifier.op == Operator::equal && !specifier.wildcard &&
        specifier.version.release().size() == 2)
      project.warnings.push_back(
          fmt::format("The workspace `requires-python` value (`{0}`) contains an exact match "
                      "without a patch version. When omitted, the "
                      "patch version is implicitly `0` (e.g., `{0}.0`). Did you mean `{0}.*`?",
                      python.to_string()));
  if (python.bounds().lower.kind == PythonBound::Kind::unbounded)
    project.warnings.push_back(
        fmt::format("The workspace `requires-python` value (`{}`) does not contain a lower bound. "
                    "Add a lower bound to "
                    "indicate the minimum compatible Python version (e.g., `>=3.9`).",
                    python.to_string()));
}

/// A requirement whose marker can never hold is one that somebody meant otherwise.
void warn_about_markers(Project& project, const Workspace& workspace) {
  const auto look = [&](const Requirement& requirement, std::string_view place) {
    if (requirement.marker.is_never())
      project.warnings.push_back(
          fmt::format("the marker of `{}` in {} can never hold", requirement.name.text(), place));
  };
  for (const auto& [name, file] : workspace.members) {
    for (const Requirement& requirement : file.project->dependencies)
      look(requirement, fmt::format("the dependencies of `{}`", name.text()));
    for (const auto& [extra, requirements] : file.project->optional_dependencies)
      for (const Requirement& requirement : requirements)
        look(requirement, fmt::format("the extra `{}` of `{}`", extra.text(), name.text()));
  }
}

Result<void> read_environments(Project& project, const Workspace& workspace) {
  const ProjectSettings& settings = workspace.root_file.settings;
  project.environments = settings.environments;
  project.required_environments = settings.required_environments;
  project.minimum_libc = settings.minimum_libc;
  if (project.minimum_libc)
    project.warnings.push_back(
        "The `minimum-libc-version` setting is experimental and may change without warning.");

  std::vector<VersionSpecifiers> stated;
  for (const ProjectMember& member : project.members)
    if (member.requires_python) stated.push_back(*member.requires_python);
  if (stated.empty()) return {};
  project.requires_python = RequiresPython::intersection(stated);
  if (!project.requires_python)
    return refuse(
        "Found conflicting Python requirements: no version of Python satisfies `requires-python` "
        "of all workspace members",
        workspace.root_file, "make the values of `requires-python` overlap");
  warn_about_python(project);
  const Marker python = Marker::python_within(project.requires_python->bounds());
  for (const auto* list : {&project.environments, &project.required_environments})
    for (const Marker marker : *list)
      if (marker.is_disjoint(python))
        return refuse(
            fmt::format("The environment marker `{}` is incompatible with the project's Python "
                        "requirement: `{}`",
                        marker.to_text().value_or("true"), project.requires_python->to_string()),
            workspace.root_file, "change the marker or `requires-python`");
  return {};
}

void read_indexes(Project& project, const Workspace& workspace) {
  const Pyproject* current =
      workspace.current ? &workspace.members.at(*workspace.current) : nullptr;
  for (const Pyproject* file : {current, &workspace.root_file}) {
    if (file == nullptr) continue;
    for (const IndexDefinition& index : file->indexes) {
      const auto is_same = [&](const IndexDefinition& other) {
        return index.name ? other.name == index.name : !other.name && other.url == index.url;
      };
      if (std::ranges::none_of(project.indexes, is_same)) project.indexes.push_back(index);
    }
  }
}

}  // namespace

const ProjectMember* Project::find(const PackageName& name) const {
  const auto found = std::ranges::lower_bound(members, name, {}, &ProjectMember::name);
  return found != members.end() && found->name == name ? &*found : nullptr;
}

std::vector<GroupName> Project::default_groups() const {
  const ProjectMember* member = current_member();
  const DefaultGroups& defaults = member ? member->default_groups : root_default_groups;
  const auto& groups = member ? member->groups : root_groups;
  if (defaults.is_stated && !defaults.all) return defaults.groups;
  std::vector<GroupName> on;
  for (const auto& [name, group] : groups)
    if (defaults.all || name.text() == "dev") on.push_back(name);
  return on;
}

Result<Project> read_project(const ProjectRequest& request) {
  TRY(const Workspace workspace, discover_workspace(request.directory, request.now, request.files));
  Project project;
  project.root = workspace.root;
  project.has_root_project = workspace.has_root_project();
  for (const auto& [name, file] : workspace.members) {
    if (workspace.current == name) project.current = project.members.size();
    auto member = read_member(name, workspace, request);
    if (!member) return std::unexpected(std::move(member).error());
    project.members.push_back(*std::move(member));
  }
  if (!project.has_root_project) {
    TRY(const auto groups, flatten_groups(workspace.root_file));
    project.root_default_groups = workspace.root_file.settings.default_groups;
    TRY_OK(check_default_groups(project.root_default_groups, groups, workspace.root_file));
    TRY_OK(lower_groups(project.root_groups, groups,
                        LoweringContext{workspace, nullptr, request, {}, {}}));
  }
  TRY(project.conflicts, read_conflicts(workspace));
  TRY_OK(read_lists(project, workspace, request));
  TRY_OK(read_environments(project, workspace));
  read_indexes(project, workspace);
  warn_about_markers(project, workspace);
  return project;
}

}  // namespace axle
