// SPDX-License-Identifier: MIT
#include "fetch/header_lines.hpp"

#include "base/text.hpp"

namespace axle {

std::vector<HeaderLine> header_lines(std::string_view text) {
  std::vector<HeaderLine> fields;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (line.front() == ' ' || line.front() == '\t' || colon == std::string_view::npos) continue;
    fields.push_back({trim(line.substr(0, colon)), trim(line.substr(colon + 1))});
  }
  return fields;
}

}  // namespace axle
