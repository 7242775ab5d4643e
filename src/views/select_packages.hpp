// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"
#include "axle/markers/marker_environment.hpp"
#include "axle/standards/tags.hpp"
#include "views/lock_selection.hpp"

namespace axle {

/// The packages that are needed on one machine, as positions, ascending: the edges whose markers
/// hold there are followed from the roots. Members are among them if they are
/// wanted with their dependencies.
/// Errors: `invalid_input` for a root that the lock does not have, for a machine that the lock is
/// not for, and for conflicting extras or groups that come together on the way.
Result<std::vector<std::size_t>> select_packages(const Lockfile& lockfile,
                                                 const LockSelection& selection,
                                                 const MarkerEnvironment& machine);

/// The best of these wheels for a machine by tag and build, the first of equals, as a position;
/// none if no wheel runs there.
std::optional<std::size_t> best_wheel(std::span<const WheelFilename> wheels,
                                      const CompatibleTags& tags);

/// The same for a package of a lock.
/// Errors: `integrity` for a wheel whose name is none, or is of another package.
Result<std::optional<std::size_t>> best_wheel(const LockedPackage& package,
                                              const CompatibleTags& tags);

/// What would help where none of `wheels` runs on a machine, in uv's words: they are for other
/// platforms, or for other Pythons. Empty if there is no wheel at all.
std::string wheels_hint(const PackageName& name, const std::optional<Version>& version,
                        std::span<const WheelFilename> wheels, const CompatibleTags& tags,
                        const MarkerEnvironment& machine);

/// The error for a package without a wheel that runs on the machine, and without a source
/// distribution, in uv's words, with what it has and what the machine wants.
std::unexpected<Error> no_wheel_for(const LockedPackage& package, const CompatibleTags& tags,
                                    const MarkerEnvironment& machine);

}  // namespace axle
