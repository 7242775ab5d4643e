// SPDX-License-Identifier: MIT
#include "migrate/source_comments.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace axle {
namespace {

/// Where the comment of a line begins, behind all that stands in quotes.
std::size_t comment_start(std::string_view line) {
  char quote = '\0';
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '\0') {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

SourceComments::SourceComments(std::string_view text) {
  for (const std::string_view line : split(text, '\n')) lines_.emplace_back(trim(line));
}

std::string SourceComments::behind(TomlPosition position) const {
  if (position.line == 0 || position.line > lines_.size()) return {};
  const std::string_view line = lines_[position.line - 1];
  const std::size_t start = comment_start(line);
  return start == std::string_view::npos || start == 0 ? std::string()
                                                       : std::string(line.substr(start));
}

std::vector<std::string> SourceComments::above(TomlPosition position) const {
  std::vector<std::string> above;
  if (position.line == 0 || position.line > lines_.size()) return above;
  for (std::size_t line = position.line - 1; line-- > 0 && lines_[line].starts_with('#');)
    above.push_back(lines_[line]);
  std::ranges::reverse(above);
  return above;
}

}  // namespace axle
