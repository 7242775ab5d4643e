// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace axle {

/// What `--help` says of the command that was parsed last: its own options, examples, and the
/// global options, which every command takes.
std::string help_text(const CLI::App& app);

/// Examples of a command, each a line; empty if there are none. `command`: its whole name
/// ("pip install").
std::string_view examples_of(std::string_view command);

}  // namespace axle
