// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "axle/base/error.hpp"

namespace axle {

/// What is wrong with a command line that `app` could not parse, in our words: the argument at
/// fault, the command or option that was probably meant, and where to read on. `invalid_input`.
Error explain_mistake(const CLI::App& app, const CLI::ParseError& error);

/// Whether the command line has a word where a command is wanted that is none: then there is no
/// help to give.
bool names_unknown_command(const CLI::App& app);

}  // namespace axle
