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
#include "provision/source_trees.hpp"
#include "services/services.hpp"

namespace axle {

/// Puts into `basis` what the source trees that a lock names say of themselves now, those of
/// members apart. One that cannot be read is not what is locked: if it is still needed, the
/// resolution that follows says what is wrong with it.
void read_locked_trees(const Lockfile& lockfile, const Project& project,
                       const BuilderMaker& builder, TreeDetail detail, Services& services,
                       LockBasis& basis);

/// The same for the archives at paths that a lock names and that are not to be upgraded. Errors:
/// `integrity` (E_HASH) for a source distribution that has other bytes than the locked ones.
Result<void> read_locked_archives(const Lockfile& lockfile, const LockWishes& wishes,
                                  LockBasis& basis);

/// The commits that a lock has and that are to stay, by what it calls the source without them.
std::map<std::string, std::string> locked_commits(const Lockfile& lockfile,
                                                  const LockWishes& wishes);

}  // namespace axle
