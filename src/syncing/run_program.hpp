// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "services/services.hpp"
#include "syncing/run_environment.hpp"
#include "syncing/run_options.hpp"

namespace axle {

/// A program that is to be started.
struct Program {
  std::vector<std::string> argv;                 ///< argv[0] is a path, or is looked up on PATH
  std::map<std::string, std::string> variables;  ///< set in addition to ours
};

/// What a command names: a script or program text for Python, a module, `python` itself, a folder
/// or archive with `__main__.py`, else a program. Requires: the command is not empty.
/// `text`: the program of the command `-`.
Result<std::vector<std::string>> program_of(const RunProgramOptions& options,
                                            const std::optional<std::string>& text,
                                            const RunEnvironment& environment, Services& services);

/// The program from standard input that the command `-` asks for. Errors: `io`.
Result<std::optional<std::string>> program_text(const RunProgramOptions& options);

/// The variables that the program gets: PATH, VIRTUAL_ENV and those that tell it that it runs under
/// axle, then those of the env files that we do not have ourselves. Errors: `not_found` for a file;
/// `invalid_input` if runs are nested too deep.
Result<std::map<std::string, std::string>> program_variables(const RunProgramOptions& options,
                                                             const RunEnvironment& environment,
                                                             Services& services);

/// The programs in an environment, sorted, without those that only belong to its making.
std::vector<std::string> programs_in(const RunEnvironment& environment);

}  // namespace axle
