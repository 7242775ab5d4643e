// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>

#include "axle/base/error.hpp"
#include "axle/lock/lock.hpp"
#include "lock/freshness.hpp"

namespace axle {

/// What the archive at a path that a lock in `root` names says of itself now, in the lock's terms;
/// none if it cannot say other things than before: a source distribution with the locked bytes, a
/// wheel that cannot be read here, of which its installation judges. Errors: `integrity` (E_HASH)
/// for a source distribution with other bytes; `not_found`, `io`.
Result<std::optional<LockBasis::Member>> locked_archive(const LockedPackage& package,
                                                        const std::filesystem::path& root);

/// Wheels at paths keep the hashes that they had in the lock before, so that one with other bytes
/// is refused until it is locked anew on purpose: what `wishes` upgrades.
void keep_hashes_of_local_wheels(const Lockfile& previous, const LockWishes& wishes,
                                 Lockfile& next);

}  // namespace axle
