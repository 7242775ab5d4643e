// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "axle/toml/toml.hpp"

namespace axle {

struct TomlFault {
  TomlPosition position;
  std::string message;
};

/// What must hold before the TOML library may see a text: its size, its encoding, and how deep
/// brackets and dotted keys nest (the library recurses for each level, and destroys deep tables
/// recursively), that no brace closes an array, that table headers begin with a key, and that all
/// but ASCII stands in quotes and comments (the library takes these for granted). Linear. None if
/// all is well; a text that is no TOML at all may pass.
std::optional<TomlFault> guard_toml(std::string_view text, std::size_t max_bytes,
                                    std::size_t max_depth);

}  // namespace axle
