// SPDX-License-Identifier: MIT
#include "project/requirements_lines.hpp"

#include "base/text.hpp"

namespace axle {
namespace {

std::size_t comment_start(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i)
    if (line[i] == '#' && (i == 0 || is_ascii_space(line[i - 1]))) return i;
  return line.size();
}

}  // namespace

std::vector<RequirementsLine> requirements_lines(std::string_view text) {
  std::vector<RequirementsLine> lines;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  RequirementsLine line{{}, 0};
  std::size_t number = 0;
  const auto finish = [&] {
    const std::string_view kept = trim(line.text);
    if (!kept.empty()) lines.push_back({std::string(kept), line.number});
    line = {{}, 0};
  };
  while (!text.empty()) {
    // A line ends as on Unix, Windows or old Macintoshes.
    const std::size_t end = text.find_first_of("\r\n");
    const std::string_view physical = text.substr(0, end);
    const bool is_pair = end != std::string_view::npos && text.substr(end).starts_with("\r\n");
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + (is_pair ? 2 : 1));
    ++number;
    if (line.number == 0) line.number = number;
    const std::size_t comment = comment_start(physical);
    const bool is_continued = comment == physical.size() && physical.ends_with('\\');
    line.text += physical.substr(0, is_continued ? physical.size() - 1 : comment);
    if (!is_continued) finish();
  }
  finish();
  return lines;
}

}  // namespace axle
