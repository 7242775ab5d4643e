// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "axle/base/error.hpp"
#include "axle/lock/lock.hpp"
#include "axle/python/interpreter.hpp"
#include "lock/freshness.hpp"
#include "locking/locking.hpp"

namespace axle {

/// What is known when the lock of a project with accelerators is asked for.
struct ArmsRequest {
  const LockRequest& request;
  const std::optional<Lockfile>& previous;
  const RequiresPython& requires_python;
  const LockWishes& wishes;
  std::optional<Interpreter> interpreter;  ///< looked for if it is needed and not given
};

/// The lock of all accelerators (lock/arms.hpp): each solved as if it were the only one, then laid
/// over each other. None if the previous lock still answers the project: each accelerator's part of
/// it is held against the project as a lock of its own would be.
/// Errors: those of arm_setup, agree_on_releases, resolve and the registry.
Result<std::optional<Lockfile>> lock_arms(ArmsRequest arms, Services& services);

}  // namespace axle
