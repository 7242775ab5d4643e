// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

#include "axle/base/error.hpp"
#include "locking/locking.hpp"
#include "provision/change_environment.hpp"
#include "services/options.hpp"
#include "services/python_target.hpp"
#include "services/services.hpp"

namespace axle {

struct SyncOutcome {
  LockOutcome lock;
  ProjectEnvironment environment;
  EnvironmentOutcome change;
  /// Whether the same options mean the same again: nothing is to be asked or done anew, nothing
  /// came from a path that has no fixed contents.
  bool is_repeatable = false;
};

/// What a caller adds to a sync.
struct SyncHooks {
  std::function<Result<void>()> on_commit = {};        ///< InstallOptions::on_commit
  bool is_silent = false;                              ///< "Resolved n packages" is not said
  std::optional<ProjectEnvironment> environment = {};  ///< instead of the project's
};

/// `axle sync`: brings the project's lock up to date as far as the options allow, makes the
/// environment if need be, and makes it what the lock says for this machine. With `dry_run` or
/// `check` nothing is changed. Tells the reporter each step. Errors: those of the project, its
/// settings, its lock, its Python, and of changing an environment.
Result<SyncOutcome> sync_project(const SyncOptions& options, Services& services,
                                 const SyncHooks& hooks = {});

}  // namespace axle
