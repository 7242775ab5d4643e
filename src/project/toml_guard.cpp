// SPDX-License-Identifier: MIT
#include "project/toml_guard.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"

namespace axle {
namespace {

TomlPosition position_at(std::string_view text, std::size_t offset) {
  TomlPosition position{1, 1};
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++position.line;
      position.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++position.column;
    }
  }
  return position;
}

// The end of the string that starts at `start`, or of the text if it is never closed.
std::size_t skip_string(std::string_view text, std::size_t start) {
  const char quote = text[start];
  const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
  const bool is_long = text.substr(start, 3) == triple;
  for (std::size_t i = start + (is_long ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (is_long) {
      if (text.substr(i, 3) == triple) return i + 3;
    } else if (text[i] == quote) {
      return i + 1;
    } else if (text[i] == '\n') {
      return i;  // not closed on its line: the parser will say so
    }
  }
  return text.size();
}

// How many tables and arrays deep the text is at each place: brackets that are open, and dots of
// the key that is being read.
class DepthCounter {
 public:
  std::size_t depth() const { return outer_ + dots_; }
  void open() {
    outer_ += dots_ + 1;
    open_.push_back(dots_ + 1);
    dots_ = 0;
  }
  void close() {
    dots_ = 0;
    if (open_.empty()) return;
    outer_ -= open_.back();
    open_.pop_back();
  }
  void dot() { ++dots_; }
  // Within brackets, the dots of a key count until its value ends.
  void end_of_entry() { dots_ = 0; }
  void end_of_line() {
    if (open_.empty()) dots_ = 0;
  }

 private:
  std::vector<std::size_t> open_;
  std::size_t outer_ = 0;
  std::size_t dots_ = 0;
};

std::optional<std::size_t> first_too_deep(std::string_view text, std::size_t max_depth) {
  DepthCounter counter;
  for (std::size_t i = 0; i < text.size();) {
    switch (text[i]) {
      case '"':
      case '\'':
        i = skip_string(text, i);
        continue;
      case '#':
        while (i < text.size() && text[i] != '\n') ++i;
        continue;
      case '[':
      case '{':
        counter.open();
        break;
      case ']':
      case '}':
        counter.close();
        break;
      case '.':
        counter.dot();
        break;
      case ',':
        counter.end_of_entry();
        break;
      case '\n':
        counter.end_of_line();
        break;
      default:
        break;
    }
    if (counter.depth() > max_depth) return i;
    ++i;
  }
  return std::nullopt;
}

// The first byte that is no UTF-8, by lines: is_valid_utf8 is the one function that knows the
// rules.
std::size_t first_invalid(std::string_view text) {
  std::size_t start = 0;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n', start)) {
    if (!is_valid_utf8(text.substr(start, end - start))) break;
    start = end + 1;
  }
  const std::string_view line = text.substr(start, text.find('\n', start) - start);
  for (std::size_t i = 0; i < line.size();) {
    const auto byte = static_cast<unsigned char>(line[i]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    if (!is_valid_utf8(line.substr(i, length)) || i + length > line.size()) return start + i;
    i += length;
  }
  return start;
}

}  // namespace

std::optional<TomlFault> guard_toml(std::string_view text, std::size_t max_bytes,
                                    std::size_t max_depth) {
  if (text.size() > max_bytes)
    return TomlFault{{1, 1}, fmt::format("the file is larger than {}", human_size(max_bytes))};
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos)
    return TomlFault{position_at(text, nul), "a NUL character is not allowed in TOML"};
  if (!is_valid_utf8(text))
    return TomlFault{position_at(text, first_invalid(text)), "the file is not valid UTF-8"};
  if (const auto deep = first_too_deep(text, max_depth))
    return TomlFault{position_at(text, *deep),
                     fmt::format("tables and arrays are nested deeper than {} levels", max_depth)};
  return std::nullopt;
}

}  // namespace axle
