// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "axle/base/error.hpp"
#include "axle/install/environment.hpp"
#include "axle/python/interpreter.hpp"
#include "provision/change_environment.hpp"
#include "python/venv.hpp"
#include "services/services.hpp"

namespace axle {

/// An environment that is to be made.
struct NewEnvironment {
  std::filesystem::path path;
  const Interpreter& base;
  VenvOptions options;
};

/// Makes the environment, or makes it anew, with what is wanted in it, all in one step: until that
/// is done, what was there stays as it was. `lock`: from EnvironmentLock::acquire_to_make, taken
/// before the place was looked at. Errors: those of planning, fetching and installing.
Result<EnvironmentOutcome> make_environment(EnvironmentChange change, const NewEnvironment& made,
                                            const EnvironmentLock& lock, Services& services);

/// As above for a place that a user has named: takes the lock, and holds the place to the options
/// (check_venv_place). With `allow_existing` the packages of an environment that is there stay.
Result<EnvironmentOutcome> create_environment(EnvironmentChange change, const NewEnvironment& made,
                                              Services& services);

/// Makes an environment of axle's own, in its cache or a temporary directory, in the place of one
/// that is there. Nobody else works on it, so it needs no lock. Errors: `environment` if something
/// else is at `path`; `io`.
Result<Interpreter> make_private_environment(const std::filesystem::path& path,
                                             const Interpreter& base);

}  // namespace axle
