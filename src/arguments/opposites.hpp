// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

namespace axle {

/// Adds the opposites that uv knows of the command's flags (`--no-offline` of `--offline`), where
/// the command has none of its own. They are accepted, not shown: each is what is done anyway.
void add_opposites(CLI::App& command);

/// Of a flag and its opposite the last one that was written counts, and neither variable nor
/// setting has a say any more. Requires: `command` has been parsed.
void settle_opposites(CLI::App& command);

/// Whether a flag was asked for: written or set by a variable, and not taken back.
bool is_asked_for(const CLI::Option& flag);

}  // namespace axle
