// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/direct_distribution.hpp"
#include "axle/project/project.hpp"
#include "services/options.hpp"
#include "views/lock_selection.hpp"

namespace axle {

/// Which parts of a project's lock are wanted, checked: the named members, else
/// the one that the directory belongs to, else all. What extras and groups there are is taken from
/// the lock, so that it alone decides under `--frozen`. Errors: `invalid_input` for an unknown
/// extra, group or member, and for a choice that the lock's conflicts forbid, be it that a
/// dependency asks for the other half, naming the sets.
Result<LockSelection> select(const Project& project, const Lockfile& lockfile,
                             const SelectionOptions& options);

/// The same for what only records a lock: conflicting parts may be among them.
Result<LockSelection> select_with_conflicts(const Project& project, const Lockfile& lockfile,
                                            const SelectionOptions& options);

/// The project that `--no-install-project` and `--no-emit-project` mean: the one member that was
/// named, else the one that the directory belongs to, also beside all others. None where several
/// were named, and at the root of a workspace that is no project.
Result<std::optional<PackageName>> project_meant(const Project& project,
                                                 const SelectionOptions& options);

/// What `tree` and `why` show: every member with all extras (but those of `--no-extra`; if
/// `--extra` is given, only those) and the chosen groups, or with `all_groups` all of them unless
/// the options name some. Conflicting ones may be among them. Errors: as above.
Result<LockSelection> select_to_show(const Project& project, const Lockfile& lockfile,
                                     const SelectionOptions& options, bool all_groups);

/// A member as the resolver knows it.
std::shared_ptr<const DirectDistribution> distribution_of(const ProjectMember& member);

/// The names that the omission options leave out, `only` ones included, and whether local paths
/// are. `project`: see project_meant.
struct OmittedPackages {
  std::set<PackageName> names;
  bool local = false;
};
Result<OmittedPackages> omitted_packages(const Lockfile& lockfile,
                                         const std::optional<PackageName>& project,
                                         const OmissionOptions& options);

}  // namespace axle
