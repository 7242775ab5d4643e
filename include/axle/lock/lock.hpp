// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/index/index_set.hpp"
#include "axle/lock/lockfile.hpp"
#include "axle/project/project.hpp"
#include "axle/project/settings.hpp"
#include "axle/resolution/resolution.hpp"

namespace axle {

/// What a project says that a lockfile repeats, in the lockfile's own terms: to write it, and to
/// see whether an older lock still answers the project.
struct LockBasis {
  /// What a lock says of a workspace member beside its metadata.
  struct Member {
    LockSource source;
    std::optional<Version> version;  ///< none if it is dynamic
    LockedMetadata metadata;
    std::optional<LockedDefaultGroups> default_groups;
    LockedGroupPythons group_requires_python;
    bool has_dynamic_metadata = false;  ///< only a build can tell the requirements
  };

  std::filesystem::path root;
  RequiresPython requires_python;
  std::vector<Marker> environments;           ///< as written
  std::vector<Marker> required_environments;  ///< as written
  Conflicts conflicts;
  LockedOptions options;
  LockManifest manifest;
  std::map<PackageName, Member> members;
  /// What the source trees that an older lock names say of themselves now, members apart.
  std::vector<std::pair<PackageName, Member>> trees = {};
  /// The commits of repositories, by what a lock calls them without the commit.
  std::map<std::string, std::string> commits = {};
  IndexSet indexes;
  /// As uv's `preview` has it: no metadata that a lock would repeat, but every extra and group by
  /// name, and of `dependency-metadata` only what is locked.
  bool is_lean = false;
};

/// `requires_python`: what the lock is for, if the project does not say.
LockBasis lock_basis(const Project& project, const Settings& settings,
                     const RequiresPython& requires_python);

/// What a source tree that is no member says of itself, in a lock's terms.
LockBasis::Member locked_tree(const ProjectMember& tree, const std::filesystem::path& root);

/// The lockfile of a resolution for all environments. Pure.
/// Errors: `integrity` if an index does not state the digest that its `hash-algorithm` asks for;
/// `bug` if the resolution is not whole.
Result<Lockfile> make_lockfile(const Resolution& resolution, const LockBasis& basis);

/// The text of `uv.lock`, byte for byte as uv writes it.
std::string lockfile_text(const Lockfile& lockfile);

/// Reads `uv.lock`; `path` is for messages. Older forms are understood, higher revisions too.
/// Limits: 256 MiB; 16 MiB and depth 64 if it is not laid out as uv does it; 1,000 packages of one
/// name. Linear but for sorting.
/// Errors: `invalid_input` (E_LOCKFILE) with the line.
Result<Lockfile> parse_lockfile(const std::filesystem::path& path, std::string text);

}  // namespace axle
