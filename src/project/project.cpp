// SPDX-License-Identifier: MIT
#include "axle/project/project.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/dependency_groups.hpp"
#include "project/project_member.hpp"
#include "project/sources.hpp"
#include "project/workspace.hpp"

namespace axle {
namespace {

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

/// `~=3.12` allows 3.13 too, which few mean.
void warn_about_compatible(Project& project, const ProjectMember& member) {
  for (const VersionSpecifier& specifier : member.requires_python->items()) {
    const auto release = specifier.version.release();
    if (specifier.op != Operator::compatible || release.size() != 2) continue;
    project.warnings.push_back(
        fmt::format("`requires-python` of `{0}` (`~={1}.{2}`) allows every later release of Python "
                    "{1}: write `>={1}.{2}, <{3}` if that is meant, else `~={1}.{2}.0`",
                    member.name.text(), release[0], release[1], release[0] + 1));
  }
}

/// A requirement whose marker can never hold is one that somebody meant otherwise; and there is a
/// newer form for development.
void warn_about_requirements(Project& project, const Workspace& workspace) {
  const auto look = [&](const Requirement& requirement, std::string_view place) {
    if (requirement.marker.is_never())
      project.warnings.push_back(
          fmt::format("the marker of `{}` in {} can never hold", requirement.name.text(), place));
  };
  for (const auto& [name, file] : workspace.members) {
    if (file.settings.dev_dependencies)
      project.warnings.push_back(
          fmt::format("`tool.uv.dev-dependencies` of `{}` is an older form: write them as `dev = "
                      "[...]` in `[dependency-groups]`",
                      name.text()));
    for (const Requirement& requirement : file.project->dependencies)
      look(requirement, fmt::format("the dependencies of `{}`", name.text()));
    for (const auto& [extra, requirements] : file.project->optional_dependencies)
      for (const Requirement& requirement : requirements)
        look(requirement, fmt::format("the extra `{}` of `{}`", extra.text(), name.text()));
  }
}

Result<void> read_python(Project& project, const Workspace& workspace) {
  std::vector<VersionSpecifiers> stated;
  for (const ProjectMember& member : project.members) {
    if (!member.requires_python) continue;
    stated.push_back(*member.requires_python);
    warn_about_compatible(project, member);
  }
  if (stated.empty()) return {};
  project.requires_python = RequiresPython::intersection(stated);
  if (!project.requires_python)
    return refuse(
        "Found conflicting Python requirements: no version of Python satisfies `requires-python` "
        "of all workspace members",
        workspace.root_file, "make the values of `requires-python` overlap");
  warn_about_python(project);
  return {};
}

Result<void> read_environments(Project& project, const Workspace& workspace) {
  const ProjectSettings& settings = workspace.root_file.settings;
  project.environments = settings.environments;
  project.required_environments = settings.required_environments;
  project.minimum_libc = settings.minimum_libc;
  if (project.minimum_libc)
    project.warnings.push_back(
        "The `minimum-libc-version` setting is experimental and may change without warning.");

  TRY_OK(read_python(project, workspace));
  if (!project.requires_python) return {};
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

std::string place_of(const Pyproject& file, TomlPosition position) {
  return fmt::format("{}:{}", escape_foreign(file.path().filename().string()), position.line);
}

Result<void> read_accelerators(Project& project, const Workspace& workspace,
                               const ProjectRequest& request) {
  const Pyproject& root = workspace.root_file;
  if (!root.settings.accelerators) return {};
  ProjectAccelerators accelerators{*root.settings.accelerators, {}, {}, {}};
  accelerators.place = place_of(root, accelerators.keys.position);
  const LoweringContext context{
      workspace, workspace.has_root_project() ? &root : nullptr, request, {}, {}};
  for (const auto& [name, entry] : accelerators.keys.entries)
    for (const Requirement& requirement : entry.dependencies)
      TRY_OK(lower_into(accelerators.dependencies[name], requirement, context));
  const auto note_sources = [&](const Pyproject& file) {
    for (const auto& [package, entries] : file.settings.sources)
      for (const SourceEntry& entry : entries)
        if (std::holds_alternative<IndexEntry>(entry.kind))
          accelerators.sources.push_back({package, place_of(file, entry.position)});
  };
  if (!workspace.has_root_project()) note_sources(root);
  for (const auto& [name, file] : workspace.members) note_sources(file);
  project.accelerators = std::move(accelerators);
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

/// What commands need that take the lock as it is: who the members are, which groups are on, and
/// which Pythons will do. Nothing is asked of sources or of members that are not there.
Result<void> read_outline(Project& project, const Workspace& workspace) {
  for (const auto& [name, file] : workspace.members) {
    if (workspace.current == name) project.current = project.members.size();
    ProjectMember member{name,
                         file.directory(),
                         workspace.source_of(name),
                         file.project->version,
                         {},
                         {},
                         file.project->requires_python,
                         {},
                         {},
                         {},
                         {}};
    member.default_groups = file.settings.default_groups;
    for (const GroupTable& group : file.groups) member.groups[group.name];
    if (file.settings.dev_dependencies) member.groups[*GroupName::parse("dev")];
    project.members.push_back(std::move(member));
  }
  if (!project.has_root_project) {
    project.root_default_groups = workspace.root_file.settings.default_groups;
    for (const GroupTable& group : workspace.root_file.groups) project.root_groups[group.name];
    if (workspace.root_file.settings.dev_dependencies)
      project.root_groups[*GroupName::parse("dev")];
  }
  return read_python(project, workspace);
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
  TRY(const Workspace workspace,
      discover_workspace(request.directory, request.now, request.files,
                         request.only_outline ? MemberSearch::only_current : MemberSearch::all));
  Project project;
  project.root = workspace.root;
  project.has_root_project = workspace.has_root_project();
  if (request.only_outline) {
    TRY_OK(read_outline(project, workspace));
    read_indexes(project, workspace);
    TRY_OK(read_accelerators(project, workspace, request));
    return project;
  }
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
  warn_about_requirements(project, workspace);
  TRY_OK(read_accelerators(project, workspace, request));
  return project;
}

Result<Project> read_script_project(const std::filesystem::path& file, std::string metadata,
                                    const ProjectRequest& request) {
  TRY(Pyproject script, parse_pyproject(file, std::move(metadata), request.now));
  const Workspace workspace{file.parent_path(), std::move(script), {}, {}, {}};
  Project project;
  project.root = workspace.root;
  project.script = file;
  const TomlDocument& document = workspace.root_file.document;
  const LoweringContext context{workspace, nullptr, request, {}, {}};
  if (const TomlValue* list = document.root().find("dependencies"); list && list->is_array())
    for (const TomlValue& item : list->items) {
      auto requirement = Requirement::parse(item.text);
      if (!item.is_string() || !requirement)
        return document.error(item.position, "expected a requirement",
                              "write it like `\"torch>=2.5\"`");
      TRY_OK(lower_into(project.requirements, *requirement, context));
    }
  TRY_OK(read_lists(project, workspace, request));
  TRY_OK(read_environments(project, workspace));
  if (const TomlValue* python = document.root().find("requires-python")) {
    auto specifiers = VersionSpecifiers::parse(python->text);
    if (!python->is_string() || !specifiers)
      return document.error(python->position, "expected versions of Python",
                            "write them like `\">=3.10\"`");
    project.requires_python = RequiresPython::from(*std::move(specifiers));
  }
  read_indexes(project, workspace);
  return project;
}

}  // namespace axle
