// SPDX-License-Identifier: MIT
#include "project/source_tree.hpp"

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/try.hpp"
#include "project/direct_source.hpp"
#include "project/project_member.hpp"
#include "project/pyproject.hpp"
#include "project/workspace.hpp"

namespace axle {
namespace {

/// Whether the file states all that a resolution needs, apart perhaps from the version.
bool states_requirements(const Pyproject& file) {
  if (!file.project) return false;
  for (const char* field : {"dependencies", "optional-dependencies", "requires-python"})
    if (file.project->is_dynamic(field)) return false;
  // Poetry fills in the dependencies of a `[project]` that states none.
  const TomlValue& root = file.document.root();
  return root.find_path({"project", "dependencies"}) != nullptr ||
         root.find_path({"tool", "poetry"}) == nullptr;
}

bool is_static_file(const Pyproject& file) {
  return states_requirements(file) && !file.project->is_dynamic("version");
}

/// A tree that is no project of a workspace: its requirements are what they say.
Result<ProjectMember> member_without_sources(const fs::path& tree, const CoreMetadata& built) {
  ProjectMember member{built.name,
                       tree,
                       DirectorySource{tree, {}},
                       built.version,
                       false,
                       false,
                       built.requires_python,
                       {},
                       {},
                       {},
                       {}};
  member.extras = built.provides_extras;
  for (const Requirement& requirement : built.requires_dist) {
    TRY(SourcedRequirement sourced, as_written(requirement, tree));
    member.requires_dist.push_back(std::move(sourced));
  }
  return member;
}

/// The workspace of a tree; of the tree alone if it manages itself.
Result<Workspace> workspace_of(const fs::path& tree, Pyproject file,
                               const ProjectRequest& request) {
  if (file.settings.is_managed) return discover_workspace(tree, request.now, request.files);
  const PackageName name = file.project->name;
  Workspace alone{normal_path(tree), file, {}, name, {}};
  alone.members.emplace(name, std::move(file));
  return alone;
}

}  // namespace

bool is_static_project(const fs::path& tree, const ProjectRequest& request) {
  const auto file = read_pyproject(tree / "pyproject.toml", request.now, request.files);
  return file && is_static_file(*file);
}

std::optional<CoreMetadata> static_metadata(const fs::path& tree, const ProjectRequest& request) {
  const auto file = read_pyproject(tree / "pyproject.toml", request.now, request.files);
  if (!file || !is_static_file(*file) || !file->project->version) return std::nullopt;
  const ProjectTable& table = *file->project;
  CoreMetadata metadata{.name = table.name,
                        .written_name = table.name.text(),
                        .version = *table.version,
                        .metadata_version = "2.3",
                        .requires_dist = table.dependencies,
                        .requires_python = table.requires_python,
                        .provides_extras = {},
                        .dynamic = {},
                        .fields = {}};
  for (const auto& [extra, requirements] : table.optional_dependencies) {
    metadata.provides_extras.push_back(extra);
    for (Requirement requirement : requirements) {
      requirement.marker &= Marker::extra(extra);
      metadata.requires_dist.push_back(std::move(requirement));
    }
  }
  return metadata;
}

Result<SourceTree> read_source_tree(const fs::path& tree, const ProjectRequest& request,
                                    const CoreMetadata* built) {
  SourceTree read;
  const fs::path path = tree / "pyproject.toml";
  std::optional<Pyproject> file;
  if (file_exists(path)) {
    TRY(file, read_pyproject(path, request.now, request.files));
  }
  if (!file || !file->project) {
    if (built == nullptr) return read;
    TRY(read.member, member_without_sources(tree, *built));
    return read;
  }
  read.is_static = is_static_file(*file);
  read.lacks_only_version = !read.is_static && states_requirements(*file);
  const PackageName name = file->project->name;
  TRY(const Workspace workspace, workspace_of(tree, *std::move(file), request));
  TRY(read.member, read_member(name, workspace, request, built));
  return read;
}

Result<std::vector<SourcedRequirement>> sourced_build_requirements(
    const fs::path& tree, const std::vector<Requirement>& requirements,
    const ProjectRequest& request) {
  std::vector<SourcedRequirement> sourced;
  const fs::path path = tree / "pyproject.toml";
  std::optional<Pyproject> file;
  if (file_exists(path)) {
    TRY(file, read_pyproject(path, request.now, request.files));
  }
  if (!file || !file->project) {
    for (const Requirement& requirement : requirements) {
      TRY(SourcedRequirement one, as_written(requirement, tree));
      sourced.push_back(std::move(one));
    }
    return sourced;
  }
  const PackageName name = file->project->name;
  TRY(const Workspace workspace, workspace_of(tree, *std::move(file), request));
  const LoweringContext context{workspace, &workspace.members.at(name), request, {}, {}};
  for (const Requirement& requirement : requirements)
    TRY_OK(lower_into(sourced, requirement, context));
  return sourced;
}

}  // namespace axle
