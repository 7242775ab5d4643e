// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "axle/lock/lock.hpp"
#include "axle/resolution/resolve_input.hpp"

namespace axle {

/// What an older lock is good for.
enum class LockFitness {
  satisfies,   ///< it answers the project as it is
  preferable,  ///< its versions are preferred, its forks are built on
  versions,    ///< its versions are preferred
  unusable,
};

struct LockJudgement {
  LockFitness fitness = LockFitness::satisfies;
  std::string reason;  ///< for the log; empty if it satisfies
  std::string notice;  ///< what the user should know; mostly empty
};

/// What the command line asks to be looked at anew.
struct LockWishes {
  bool upgrade = false;
  std::set<PackageName> upgrade_packages;
  bool refresh = false;
};

/// Whether two lists forbid the same. The order of the sets does not count: that of sets which
/// follow from included groups is uv's own. Nor does a set of one item.
bool same_conflicts(const Conflicts& a, const Conflicts& b);

/// Whether a lock still answers a project. Asks nobody: packages of indexes are trusted.
LockJudgement judge_lock(const Lockfile& lockfile, const LockBasis& basis,
                         const LockWishes& wishes);

/// The versions of a lock as preferences, apart from those that are to be upgraded.
std::vector<VersionPreference> preferences_of(const Lockfile& lockfile, const LockWishes& wishes,
                                              const std::filesystem::path& root);

/// The forks of a lock to begin with.
std::vector<Marker> stored_forks(const Lockfile& lockfile);

/// What changed from one lock to the next: "Added n v1", "Updated n v1 -> v2", "Removed n v1", by
/// name. `planned`: "Add", "Update", "Remove".
std::vector<std::string> lock_changes(const Lockfile* previous, const Lockfile& next, bool planned);

}  // namespace axle
