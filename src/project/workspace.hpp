// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>

#include "axle/base/error.hpp"
#include "project/pyproject.hpp"

namespace axle {

/// A root and the projects that belong to it, as they are written. A lone project is a workspace of
/// one.
struct Workspace {
  std::filesystem::path root;  ///< absolute
  Pyproject root_file;
  std::map<PackageName, Pyproject>
      members;  ///< all have a `[project]`; the root is among them if it has one
  std::optional<PackageName> current;  ///< the member that the search started from
  /// The members that some member needs through `workspace = true`, with the `editable` that it
  /// states.
  std::map<PackageName, std::optional<bool>> required;

  bool has_root_project() const { return root_file.project.has_value(); }
  /// Whether a member is built and installed, or only its dependencies are.
  bool is_package(const PackageName& name) const;
  /// How a requirement on a member is met. Requires: it is one.
  DirectorySource source_of(const PackageName& name) const;
};

/// Which members of a workspace are looked for.
enum class MemberSearch {
  all,
  only_current,  ///< the root and the one that the search started from; the others need not be
                 ///< there
};

/// Where the settings of a command in `directory` begin: at the root of its workspace, as in uv,
/// else at its project. `directory` itself if it is in no project, or in one that cannot be read,
/// which others will say.
std::filesystem::path settings_directory(const std::filesystem::path& directory,
                                         std::chrono::system_clock::time_point now,
                                         TomlFiles* files = nullptr);

/// Whether the patterns of `tool.uv.workspace.members` name a directory, there yet or not.
bool is_named_member(const Workspace& workspace, const std::filesystem::path& directory);
/// Whether `tool.uv.workspace.exclude` keeps it out; there `*` crosses slashes.
bool is_left_out(const Workspace& workspace, const std::filesystem::path& directory);

/// Errors: `invalid_input` if a project says `managed = false`: commands for projects leave it
/// alone.
Result<void> check_managed(const Pyproject& pyproject);
/// Whether a failure is that of check_managed.
bool is_unmanaged(const Error& error);

/// From `directory` up to the first `pyproject.toml`, and on to the workspace that counts it among
/// its members. Limits: 10,000 members. Errors: `not_found` if there is none; `invalid_input` for
/// members that are no projects, nested workspaces, two members of one name, unmanaged projects;
/// those of read_pyproject.
Result<Workspace> discover_workspace(const std::filesystem::path& directory,
                                     std::chrono::system_clock::time_point now,
                                     TomlFiles* files = nullptr,
                                     MemberSearch search = MemberSearch::all);

}  // namespace axle
