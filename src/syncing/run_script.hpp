// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "locking/script_project.hpp"
#include "services/services.hpp"
#include "syncing/run_environment.hpp"
#include "syncing/run_options.hpp"

namespace axle {

/// The script that the command names, if it has inline metadata: a file of Python, or the program
/// `text` from standard input. Errors: those of read_script.
Result<std::optional<ScriptProject>> script_of(const RunProgramOptions& options,
                                               const std::optional<std::string>& text,
                                               Services& services);

/// The environment of a script: one of its own in the cache, with what its lock says if it has one,
/// else with what its requirements resolve to; nothing is done if nothing changed since it was
/// made. Errors: those of locking, resolving, finding a Python and installing.
/// With `only_plan` nothing is made or changed.
Result<RunEnvironment> script_environment(const ScriptProject& script,
                                          const RunProgramOptions& options, bool only_plan,
                                          Services& services);

}  // namespace axle
