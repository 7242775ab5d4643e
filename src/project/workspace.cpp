// SPDX-License-Identifier: MIT
#include "project/workspace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/path_pattern.hpp"

namespace axle {
namespace {

constexpr std::size_t max_members = 10000;
constexpr const char* file_name = "pyproject.toml";

using TimePoint = std::chrono::system_clock::time_point;

constexpr std::string_view unmanaged_words = "The project is marked as unmanaged";

std::unexpected<Error> refuse(std::string message, const fs::path& file, std::string hint = {}) {
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::project, std::move(message),
                        file.string(), {}, std::move(hint));
}

// A pattern as it is compared with paths below the root: without `./`.
std::string normal_pattern(std::string_view pattern) {
  return fs::path(std::string(pattern)).lexically_normal().generic_string();
}

// As members are named: `packages/*` has nothing of `packages/one/two`.
bool names_any(const std::vector<std::string>& patterns, const fs::path& path,
               const fs::path& root) {
  const std::string relative = path.lexically_relative(root).generic_string();
  return std::ranges::any_of(patterns, [&](const std::string& pattern) {
    const std::string normal = normal_pattern(pattern);
    return names_path(normal, normal.starts_with('/') ? path.generic_string() : relative);
  });
}

bool matches_any(const std::vector<std::string>& patterns, const fs::path& path,
                 const fs::path& root) {
  const std::string relative = path.lexically_relative(root).generic_string();
  return std::ranges::any_of(patterns, [&](const std::string& pattern) {
    std::string normal = normal_pattern(pattern);
    if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
    return matches_path_pattern(normal, normal.starts_with('/') ? path.generic_string() : relative);
  });
}

// The nearest workspace above a project, if it counts the project among its members.
Result<std::optional<Pyproject>> find_root_above(const fs::path& project, TimePoint now,
                                                 TomlFiles* files) {
  for (fs::path directory = project.parent_path();; directory = directory.parent_path()) {
    const fs::path file = directory / file_name;
    if (file_exists(file)) {
      TRY(Pyproject pyproject, read_pyproject(file, now, files));
      const auto& members = pyproject.settings.workspace_members;
      const bool is_root = members && names_any(*members, project, directory) &&
                           !matches_any(pyproject.settings.workspace_exclude, project, directory);
      // A file that is no workspace ends the search as well: this is a project of its own.
      if (!is_root) return std::optional<Pyproject>{};
      return std::optional<Pyproject>(std::move(pyproject));
    }
    if (directory == directory.parent_path()) return std::optional<Pyproject>{};
  }
}

// A member that the patterns name; none where there is nothing to read.
Result<std::optional<Pyproject>> read_member(const fs::path& directory, std::string_view pattern,
                                             const Workspace& workspace, TimePoint now) {
  const fs::path file = directory / file_name;
  if (!file_exists(file)) {
    if (!directory_exists(directory) || directory.filename().string().starts_with('.'))
      return std::optional<Pyproject>{};
    bool is_empty = true;
    TRY_OK(list_directory(directory, [&](const std::string& name, bool) {
      is_empty = is_empty && name == "__pycache__";
    }));
    if (is_empty) return std::optional<Pyproject>{};
    return refuse(fmt::format("Workspace member `{}` is missing a `pyproject.toml` (matches: `{}`)",
                              shown_path(directory), escape_foreign(pattern)),
                  workspace.root / file_name,
                  "add the file, or the directory to `tool.uv.workspace.exclude`");
  }
  TRY(Pyproject pyproject, read_pyproject(file, now));
  if (!pyproject.settings.is_managed) return std::optional<Pyproject>{};
  if (!pyproject.project)
    return refuse(fmt::format("No `project` table found in: {}", shown_path(file)), file);
  if (pyproject.settings.workspace_members)
    return refuse(fmt::format("Nested workspaces are not supported, but workspace member has a "
                              "`tool.uv.workspace` table: {}",
                              shown_path(directory)),
                  file);
  return std::optional<Pyproject>(std::move(pyproject));
}

Result<void> add_member(Workspace& workspace, Pyproject pyproject) {
  const PackageName name = pyproject.project->name;
  if (const auto other = workspace.members.find(name); other != workspace.members.end())
    return refuse(
        fmt::format("Two workspace members are both named `{}`: `{}` and `{}`", name.text(),
                    shown_path(other->second.directory()), shown_path(pyproject.directory())),
        pyproject.path(), "rename one of them");
  workspace.members.emplace(name, std::move(pyproject));
  if (workspace.members.size() > max_members)
    return refuse(fmt::format("the workspace has more than {} members", max_members),
                  workspace.root / file_name);
  return {};
}

Result<void> collect_members(Workspace& workspace, const Pyproject* known, TimePoint now,
                             MemberSearch search) {
  std::set<fs::path> seen{workspace.root};
  if (workspace.root_file.project) TRY_OK(add_member(workspace, workspace.root_file));
  if (known != nullptr && seen.insert(known->directory()).second)
    TRY_OK(add_member(workspace, *known));
  const ProjectSettings& settings = workspace.root_file.settings;
  if (!settings.workspace_members || search == MemberSearch::only_current) return {};
  for (const std::string& pattern : *settings.workspace_members) {
    auto directories = expand_path_pattern(workspace.root, normal_pattern(pattern));
    if (!directories)
      return while_doing(
          fmt::format("Failed to find directories for glob: `{}`", escape_foreign(pattern)),
          directories.error());
    for (const fs::path& directory : *directories) {
      const fs::path normal = normal_path(directory);
      if (!seen.insert(normal).second ||
          matches_any(settings.workspace_exclude, normal, workspace.root))
        continue;
      TRY(auto member, read_member(normal, pattern, workspace, now));
      if (member) TRY_OK(add_member(workspace, *std::move(member)));
    }
  }
  return {};
}

Result<void> collect_required(Workspace& workspace) {
  const auto add = [&](const Pyproject& file) -> Result<void> {
    for (const auto& [name, entries] : file.settings.sources) {
      if (file.project && file.project->name == name) continue;
      for (const SourceEntry& entry : entries) {
        const auto* reference = std::get_if<WorkspaceEntry>(&entry.kind);
        if (reference == nullptr || !reference->path.empty()) continue;
        auto& editable = workspace.required[name];
        if (editable && reference->editable && *editable != *reference->editable)
          return file.document.error(
              entry.position,
              fmt::format("Workspace member `{}` was requested as both `editable = true` and "
                          "`editable = false`",
                          name.text()));
        if (reference->editable || !editable) editable = reference->editable;
      }
    }
    return {};
  };
  if (!workspace.has_root_project()) TRY_OK(add(workspace.root_file));
  for (const auto& [name, member] : workspace.members) TRY_OK(add(member));
  return {};
}

}  // namespace

bool Workspace::is_package(const PackageName& name) const {
  const Pyproject& member = members.at(name);
  return member.settings.is_package.value_or(member.has_build_system || required.contains(name));
}

DirectorySource Workspace::source_of(const PackageName& name) const {
  const auto stated = required.find(name);
  const bool builds = is_package(name);
  const bool is_editable =
      builds && (stated == required.end() ? true : stated->second.value_or(true));
  return DirectorySource{members.at(name).directory(), {}, is_editable, !builds};
}

fs::path settings_directory(const fs::path& directory, TimePoint now, TomlFiles* files) {
  const fs::path start = normal_path(directory);
  fs::path project = start;
  while (!file_exists(project / file_name)) {
    if (project == project.parent_path()) return start;
    project = project.parent_path();
  }
  const auto document = read_toml(project / file_name, files);
  if (!document) return start;
  const auto says = [&](std::string_view key) -> const TomlValue* {
    for (const std::string_view tool : {"axle", "uv"})
      if (const TomlValue* value = document->root().find_path({"tool", tool, key})) return value;
    return nullptr;
  };
  if (const TomlValue* managed = says("managed");
      managed != nullptr && managed->kind == TomlValue::Kind::boolean && !managed->boolean)
    return start;
  if (says("workspace") != nullptr) return project;
  if (document->root().find("project") == nullptr) return start;
  const auto root = find_root_above(project, now, files);
  return root && *root ? (*root)->directory() : project;
}

bool is_named_member(const Workspace& workspace, const fs::path& directory) {
  const auto& members = workspace.root_file.settings.workspace_members;
  return members && names_any(*members, directory, workspace.root);
}

bool is_left_out(const Workspace& workspace, const fs::path& directory) {
  return matches_any(workspace.root_file.settings.workspace_exclude, directory, workspace.root);
}

Result<void> check_managed(const Pyproject& pyproject) {
  if (pyproject.settings.is_managed) return {};
  return refuse(fmt::format("{}: {}", unmanaged_words, shown_path(pyproject.directory())),
                pyproject.path(), "remove `managed = false` from `tool.uv`");
}

bool is_unmanaged(const Error& error) { return error.message.starts_with(unmanaged_words); }

Result<Workspace> discover_workspace(const fs::path& directory, TimePoint now, TomlFiles* files,
                                     MemberSearch search) {
  const fs::path start = normal_path(directory);
  fs::path project = start;
  while (!file_exists(project / file_name)) {
    if (project == project.parent_path())
      return fail_with_code(
          ErrorKind::not_found, ErrorCode::project,
          "No `pyproject.toml` found in current directory or any parent directory", start.string(),
          {}, "make one, or give the directory of a project");
    project = project.parent_path();
  }
  TRY(Pyproject first, read_pyproject(project / file_name, now, files));
  TRY_OK(check_managed(first));
  std::optional<PackageName> current;
  if (first.project) current = first.project->name;
  if (first.project && !first.settings.workspace_members) {
    TRY(auto root, find_root_above(project, now, files));
    if (root) {
      Workspace workspace{root->directory(), *std::move(root), {}, current, {}};
      TRY_OK(collect_members(workspace, &first, now, search));
      TRY_OK(collect_required(workspace));
      return workspace;
    }
  }
  Workspace workspace{project, std::move(first), {}, current, {}};
  TRY_OK(collect_members(workspace, nullptr, now, search));
  TRY_OK(collect_required(workspace));
  return workspace;
}

}  // namespace axle
