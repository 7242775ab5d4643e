// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/lock/lock.hpp"

// A lock of several accelerators is made of one lock for each, and gives each back. What they have
// in common is in it once; where they differ, a marker tests the accelerator, as an extra of one
// package that only markers know.
namespace axle {

/// The extra that stands for an accelerator in the lock's `conflicts`, such as
/// `accelerator-rocm6-4`.
ExtraName arm_extra(std::string_view name);

/// One accelerator and the lock that a project would have with it alone.
struct ArmLock {
  LockedArm arm;
  Lockfile lockfile;
};

/// The lock of all. `basis` is the project's, without any accelerator; `accelerators.arms` is
/// filled in here. Requires: at least one; all of one project and one `requires-python`.
Lockfile merge_arms(const std::vector<ArmLock>& arms, LockedAccelerators accelerators,
                    const LockBasis& basis);

/// The lock of one accelerator. Files of packages that accelerators share may be more than that one
/// alone would list. Errors: `bug` if there is no such accelerator.
Result<Lockfile> project_arm(const Lockfile& lockfile, const std::string& name);

}  // namespace axle
