// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace axle {

/// The whole name of a command, such as "pip install"; empty for the program itself.
std::string command_name(const CLI::App& command);

/// Whether `name` is one of `commands`, whole names parted by commas.
bool names_command(std::string_view commands, std::string_view name);

}  // namespace axle
