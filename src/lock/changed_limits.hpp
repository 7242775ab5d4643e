// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/lock/lock.hpp"

namespace axle {

/// Which of constraints, overrides, exclusions and stated metadata are no longer those of the lock,
/// as a reason; none if it still holds. As in uv, entries that are new and about packages which
/// neither the lock nor its old list has change nothing, and neither do constraints that allow
/// every version. `python`: the bounds of the project. Pure.
std::optional<std::string> changed_limits(const Lockfile& lockfile, const LockBasis& basis,
                                          const PythonBounds& python);

}  // namespace axle
