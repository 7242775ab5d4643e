// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "lock/freshness.hpp"
#include "locking/locking.hpp"

namespace axle {

/// What the user wants anew: `--upgrade`, `--upgrade-package`, `--upgrade-group`, `--refresh`. A
/// group, of any member, stands for the packages that it and the groups it includes ask for.
/// Errors: `invalid_input` for a group that no member has, with the nearest ones.
Result<LockWishes> lock_wishes(const LockRequest& request);

}  // namespace axle
