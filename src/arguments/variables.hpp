// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "axle/project/settings.hpp"

namespace axle {

/// Gives the options of `command` that were not given what their variables say (UV_NO_DEV for
/// `--no-dev`); lists are parted by spaces. Requires: it was parsed. Errors: `invalid_input`
/// (E_PROJECT) for a flag's variable that is neither true nor false, or a value that the option
/// does not take.
Result<void> apply_variables(CLI::App& command, const Environment& environment);

/// A warning that names the variable, if an option of `command` says that the lock is to be used
/// otherwise than UV_LOCKED or UV_FROZEN does.
std::optional<std::string> overruled_variable(const CLI::App& command,
                                              const Environment& environment);

/// Whether any variable is set that stands for an option, or that has to be held against options.
bool has_option_variables(const Environment& environment);

/// Gives the options of a `pip` command that were not given what `[tool.uv.pip]` says. Options that
/// the command does not have are passed over. Errors: as above.
Result<void> apply_pip_options(CLI::App& command, const std::vector<PipOption>& options);

/// The options that were given and have no effect here, as `--name`.
std::vector<std::string> idle_options(const CLI::App& command);

}  // namespace axle
