// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "toml_edit/toml_line.hpp"

namespace axle {

/// The order in which sections are written: by their positions, and those without one behind the
/// section that is visited before them when the tables are walked depth first, keys in the order in
/// which they first came up. Sections of one position keep the order of that walk. This is how the
/// editor that uv uses places what it adds.
std::vector<std::size_t> section_order(std::span<const TomlSection> sections);

}  // namespace axle
