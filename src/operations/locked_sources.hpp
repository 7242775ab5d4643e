// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/lock/lock.hpp"
#include "axle/project/project.hpp"
#include "lock/freshness.hpp"
#include "operations/services.hpp"
#include "operations/source_trees.hpp"

namespace axle {

using LockedTrees = std::vector<std::pair<PackageName, LockBasis::Member>>;

/// What the source trees that a lock names say of themselves now, those of members apart.
/// Errors: those of read_tree.
Result<LockedTrees> trees_of(const Lockfile& lockfile, const Project& project,
                             const BuilderMaker& builder, Services& services, TreeDetail detail);

/// The commits that a lock has and that are to stay, by what it calls the source without them.
std::map<std::string, std::string> locked_commits(const Lockfile& lockfile,
                                                  const LockWishes& wishes);

}  // namespace axle
