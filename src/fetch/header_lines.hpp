// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace axle {

struct HeaderLine {
  std::string_view name;
  std::string_view value;  ///< trimmed; continuation lines are not joined to it
};

/// The fields of an e-mail-like header block (WHEEL, METADATA), up to its first empty line; lines
/// that are none are left out. Linear.
std::vector<HeaderLine> header_lines(std::string_view text);

}  // namespace axle
