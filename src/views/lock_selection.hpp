// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"

namespace axle {

/// What is wanted of a lockfile: members of the workspace, each with extras and groups.
struct LockRoot {
  PackageName name;
  bool with_dependencies = true;  ///< false: its groups only
  std::set<ExtraName> extras;
  std::set<GroupName> groups;
};
struct LockSelection {
  std::vector<LockRoot> roots;
  std::set<GroupName> root_groups = {};  ///< of a root without a project
};

/// The members of the workspace that a lock is for, by name: those of its manifest, or else the
/// lone project beside it.
std::vector<PackageName> workspace_members(const Lockfile& lockfile);

/// Where a member of the workspace is in its lock; none if it is not there.
std::optional<std::size_t> root_position(const Lockfile& lockfile, const PackageName& name);

/// Errors: `invalid_input` for a root that the lock does not have.
Result<void> check_roots(const Lockfile& lockfile, const LockSelection& selection);

/// What the roots turn on by themselves, as encoded conflict items.
std::set<ExtraName> items_of(const LockSelection& selection);

/// What an edge to a package turns on by asking for its extras, as encoded conflict items: the
/// edge's own marker may test them.
std::vector<ExtraName> items_turned_on(const PackageName& package,
                                       const std::vector<ExtraName>& extras);

}  // namespace axle
