// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "axle/base/reporter.hpp"
#include "axle/install/plan.hpp"
#include "axle/lock/lockfile.hpp"

// What `axle lock` and `axle sync` do, for programs that link axle. Nothing is printed, and nothing
// of the process is changed; several calls may run at once, for different projects or for one.
namespace axle {

/// The project, and under which circumstances it is worked on.
struct Workplace {
  std::filesystem::path directory;                            ///< of the project, or below it
  std::optional<std::filesystem::path> cache_directory = {};  ///< none: as the environment says
  bool offline = false;
  Environment environment = Environment::of_process();  ///< variables such as UV_INDEX_URL
};

/// What of the project is wanted in its environment.
struct SyncChoice {
  std::vector<std::string> extras = {}, groups = {};  ///< besides the default groups
  std::optional<std::string> accelerator = {};        ///< one of the project's, or `auto`
  std::optional<std::string> python = {};             ///< a version, a path: as `--python` has it
  bool frozen = false;                                ///< the lock is taken as it is
};

struct SyncedProject {
  Lockfile lockfile;
  std::filesystem::path environment;  ///< absolute
  InstallPlan plan;                   ///< what was done to it
};

/// The project's lock, brought up to date and written if that is necessary. Errors: those of the
/// project's files and settings, of its indexes, and of resolving (`no_solution`, with the reason);
/// nothing is written then.
Result<Lockfile> lock_project_at(const Workplace& workplace, Reporter& reporter);

/// The project's environment, made what its lock says for this machine, all or nothing. The lock is
/// brought up to date first. Errors: as above, and those of fetching and installing.
Result<SyncedProject> sync_project_at(const Workplace& workplace, const SyncChoice& choice,
                                      Reporter& reporter);

}  // namespace axle
