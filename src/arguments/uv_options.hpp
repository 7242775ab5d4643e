// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

/// Adds the options that uv's command of this name ("pip install") has and axle's lacks, so that a
/// script with them is answered in words: those that would change what is done are refused, the
/// others are named in a warning. An option that the command has already is left as it is.
void add_uv_options(CLI::App& command, std::string_view name);

/// The first option that was given and cannot be heeded. Errors: `invalid_input` with the way out.
Result<void> refuse_uv_options(const CLI::App& command);

/// Those that were given and have no effect, as `--name`.
std::vector<std::string> idle_uv_options(const CLI::App& command);

}  // namespace axle
