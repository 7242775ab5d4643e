// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/lock/lock.hpp"
#include "axle/project/project.hpp"
#include "axle/project/settings.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// What a command may do about the lockfile.
enum class LockUse {
  update,   ///< bring it up to date
  dry_run,  ///< the same, but write nothing
  locked,   ///< fail if it is missing or out of date (`--locked`, `--check`)
  frozen,   ///< take it as it is
};

struct LockRequest {
  const Project& project;
  const Settings& settings;
  const ResolverOptions& resolver;
  std::optional<std::string> python = {};
  LockUse use = LockUse::update;
  std::string_view flag = "--locked";  ///< for messages of LockUse::locked
  bool only_plan = false;  ///< a lock that is out of date is no error, LockOutcome says it
  std::vector<SourcedRequirement> constraints = {};  ///< for this time only: no part of the lock
  bool is_silent = false;                            ///< "Resolved n packages" is not said
  bool is_written_later = false;  ///< LockOutcome::unwritten, once the caller has succeeded
};

struct LockOutcome {
  Lockfile lockfile;
  std::optional<Lockfile> previous;  ///< what was there, if it could be used at all
  bool is_changed = false;           ///< `lockfile` says other things than `previous`
  bool is_refused = false;           ///< but LockUse::locked does not allow that
  std::string unwritten;             ///< the lock's text, if it is for the caller to write
};

/// The project's lock: read; if it still answers the project, that is all, and
/// no network is needed. Else resolved for all environments, building on it as far as it may be
/// built on, and written. Says "Resolved n packages in …" unless frozen. Errors: `failed` under
/// LockUse::locked if the lock is missing or would change; `not_found` under LockUse::frozen if
/// there is none; `invalid_input` for a lock that cannot be read; those of resolve().
Result<LockOutcome> lock_project(const LockRequest& request, Services& services);

/// The error for a lock that is out of date where `flag` forbids to change it.
std::unexpected<Error> outdated_lock(std::string_view flag, std::string_view name = "uv.lock");

/// The use that the flags and the environment (UV_LOCKED, UV_FROZEN) ask for.
LockUse lock_use(const LockFlags& flags, bool dry_run, Services& services);

}  // namespace axle
