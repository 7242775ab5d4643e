// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "base/temp.hpp"
#include "provision/change_environment.hpp"
#include "services/services.hpp"
#include "syncing/run_options.hpp"
#include "syncing/sync_project.hpp"

namespace axle {

/// Where a program runs.
struct RunEnvironment {
  std::filesystem::path python;                      ///< what `python` is
  std::vector<std::filesystem::path> bins;           ///< searched for programs before PATH
  std::optional<std::filesystem::path> prefix = {};  ///< of the virtual environment, if it is one
  std::optional<Interpreter> interpreter = {};       ///< the same; none if it was known without one
  std::vector<EnvironmentOutcome> changes = {};      ///< what was installed for it
  std::shared_ptr<TempDirectory> temporary = {};     ///< it goes when the program has ended
  bool is_repeatable = false;  ///< the same options mean the same again (SyncOutcome)
};

/// The environment of the project, brought up to date as far as the options allow, or without a
/// project the Python that is found; with `--isolated` a temporary one; with `--with` one in the
/// cache that sees it. Errors: those of sync_project, of finding a Python, of resolving and
/// installing.
Result<RunEnvironment> run_environment(const RunProgramOptions& options, Services& services);

/// The same for packages that are needed beside an environment: another one in the cache, whose
/// packages hide those of `base`.
Result<RunEnvironment> environment_with(RunEnvironment base, const RunProgramOptions& options,
                                        Services& services);

/// What runs in a virtual environment.
RunEnvironment in_environment(const Interpreter& interpreter);

}  // namespace axle
