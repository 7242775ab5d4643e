// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace axle::test {

/// Where values begin and end: after each ` = ` up to the end of the line, or within an inline
/// table to the next comma or brace outside of brackets and texts.
inline std::vector<std::pair<std::size_t, std::size_t>> values_of(std::string_view text) {
  std::vector<std::pair<std::size_t, std::size_t>> values;
  for (std::size_t at = text.find(" = "); at != std::string::npos; at = text.find(" = ", at + 1)) {
    const std::size_t start = at + 3;
    std::size_t end = start;
    int depth = 0;
    for (bool is_text = false; end < text.size(); ++end) {
      const char c = text[end];
      if (c == '"') is_text = !is_text;
      if (is_text) continue;
      if (c == '[' || c == '{') ++depth;
      if (depth == 0 && (c == ',' || c == ' ' || c == '\n' || c == '}')) break;
      if (c == ']' || c == '}') --depth;
    }
    values.emplace_back(start, end);
  }
  return values;
}

}  // namespace axle::test
