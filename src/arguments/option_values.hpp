// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace axle {

/// The words that an option of a command (`pip list`), or an argument by its name (`SHELL`), may
/// have; empty if it may have any value. For completions and manuals.
std::vector<std::string_view> option_values(std::string_view command, std::string_view option);

/// What of the project an option names: "extras", "groups" or "packages"; empty for nothing.
std::string_view project_names_of(std::string_view option);

}  // namespace axle
