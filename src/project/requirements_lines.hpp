// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace axle {

/// A line of a requirements file: comments gone, continued lines joined.
struct RequirementsLine {
  std::string text;
  std::size_t number;  ///< of its first line, from 1
};

/// Splits a requirements file into what counts: a backslash at the end of a line continues it, `#`
/// at the start or after white space begins a comment, blank lines are dropped. Linear.
std::vector<RequirementsLine> requirements_lines(std::string_view text);

}  // namespace axle
