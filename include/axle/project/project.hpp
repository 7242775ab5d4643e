// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/markers/marker.hpp"
#include "axle/model/conflicts.hpp"
#include "axle/model/resolution_options.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/project/accelerator_keys.hpp"
#include "axle/project/settings.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"

namespace axle {

class Environment;

/// `tool.uv.default-groups`; unset means `["dev"]`.
struct DefaultGroups {
  bool all = false;
  std::vector<GroupName> groups;  ///< as written
  bool is_stated = false;
  friend bool operator==(const DefaultGroups&, const DefaultGroups&) = default;
};

/// A group with its includes replaced by what they hold (PEP 735).
struct ProjectGroup {
  std::vector<SourcedRequirement> requirements;
  std::optional<VersionSpecifiers> requires_python;  ///< of the group and of those it includes
};

/// A project of the workspace, its requirements with their sources applied.
struct ProjectMember {
  PackageName name;
  std::filesystem::path root;  ///< absolute
  DirectorySource
      source;  ///< how a lock names it: editable, or virtual if there is nothing to build
  std::optional<Version> version;
  bool has_dynamic_version = false;
  bool has_dynamic_requirements =
      false;  ///< `dependencies` or `optional-dependencies` is dynamic: only a build can tell
  std::optional<VersionSpecifiers> requires_python;
  std::vector<SourcedRequirement>
      requires_dist;              ///< `extra == '…'` in the markers of optional dependencies
  std::vector<ExtraName> extras;  ///< in order of declaration
  std::map<GroupName, ProjectGroup> groups;
  DefaultGroups default_groups;
};

/// A build constraint with the digests that its files must have ("sha256:…").
struct BuildConstraint {
  SourcedRequirement requirement;
  std::vector<std::string> hashes;
};

/// A workspace: the project in a directory, with the members that its root names. A plain value,
/// all of it read and checked.
struct Project {
  std::filesystem::path root;  ///< of the workspace, absolute; `uv.lock` and `.venv` live here
  std::vector<ProjectMember> members;  ///< in order of name
  std::optional<std::size_t>
      current;  ///< the member that the directory belongs to; none at a root without a project
  bool has_root_project = false;                  ///< the root is one of the members
  std::map<GroupName, ProjectGroup> root_groups;  ///< of a root that is no project itself
  DefaultGroups root_default_groups;

  /// The intersection over all members; none if no member states one.
  std::optional<RequiresPython> requires_python;
  Conflicts
      conflicts;  ///< of the root, then of the members, then those that follow from included groups
  std::vector<Marker> environments, required_environments;
  std::optional<MinimumLibc> minimum_libc;
  std::vector<SourcedRequirement> constraints;
  std::vector<BuildConstraint> build_constraints;
  std::vector<Override> overrides;
  std::vector<Exclude> excludes;
  std::optional<ProjectAccelerators> accelerators;  ///< of the root
  /// The one that stands for `{accelerator}` in the environment's place, once it is known.
  std::string place_accelerator;

  std::vector<IndexDefinition>
      indexes;  ///< of the current member, then of the root; first of each name
  std::vector<std::string> warnings;  ///< to be said once each
  std::vector<std::string> notices;

  /// Of a script (PEP 723), which is no project: its file and what it needs.
  std::optional<std::filesystem::path> script;
  std::vector<SourcedRequirement> requirements;

  const ProjectMember* find(const PackageName& name) const;
  const ProjectMember* current_member() const { return current ? &members[*current] : nullptr; }
  /// A lock with accelerators has a name of its own: uv would rewrite what it cannot read from
  /// `pyproject.toml`. A script's lock lies beside it.
  std::string_view lockfile_name() const { return accelerators ? "axle.lock" : "uv.lock"; }
  std::filesystem::path lockfile_path() const {
    return script ? std::filesystem::path(script->string() + ".lock") : root / lockfile_name();
  }
  /// The groups that are on unless switched off: of the current member, or of a root without a
  /// project.
  std::vector<GroupName> default_groups() const;
};

/// How a project is read.
struct ProjectRequest {
  std::filesystem::path directory;  ///< in the project or below it
  std::set<PackageName> no_sources_package;
  bool no_sources = false;
  std::vector<IndexDefinition>
      command_line_indexes;  ///< these may be named by sources and go before the project's
  std::vector<IndexDefinition>
      other_indexes;  ///< of configuration files: may not be named; for the hint only
  /// For a command that takes the lock as it is: only the root and the current member, without
  /// their requirements; the other members and what sources name need not be there.
  bool only_outline = false;
  const Environment* environment = nullptr;  ///< for `${NAME}` in URLs; null: they stay as they are
  std::chrono::system_clock::time_point now;
  TomlFiles* files = nullptr;  ///< where files are known that others read too
};

/// Walks up from the directory to the first `pyproject.toml`, then on to the root of its workspace,
/// and reads them all. Limits: 16 MiB and depth 64 for each file, 10,000 members. Errors:
/// `not_found` if there is none; `invalid_input` (E_PROJECT) for everything that is wrong in one of
/// the files, with its place; `io`.
Result<Project> read_project(const ProjectRequest& request);

/// The same for the inline metadata of a script (PEP 723): `file` is the script, whose directory is
/// the root; `metadata` is TOML. Errors: as above but `not_found`.
Result<Project> read_script_project(const std::filesystem::path& file, std::string metadata,
                                    const ProjectRequest& request);

}  // namespace axle
