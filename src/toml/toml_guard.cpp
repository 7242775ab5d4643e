// SPDX-License-Identifier: MIT
#include "toml/toml_guard.hpp"

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

// The end of the string that starts at `start`, or of its line or the text if it is not closed.
std::size_t skip_string(std::string_view text, std::size_t start, bool& is_closed) {
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
      is_closed = false;  // the parser will say so
      return i;
    }
  }
  is_closed = false;
  return text.size();
}

// How many tables and arrays deep the text is at each place: brackets that are open, and dots of
// the key that is being read.
class DepthCounter {
 public:
  std::size_t depth() const { return outer_ + dots_; }
  void open(char bracket) {
    outer_ += dots_ + 1;
    open_.push_back({bracket, dots_ + 1});
    dots_ = 0;
  }
  void close() {
    dots_ = 0;
    if (open_.empty()) return;
    outer_ -= open_.back().levels;
    open_.pop_back();
  }
  bool is_outside() const { return open_.empty(); }
  bool is_in_array() const { return !open_.empty() && open_.back().bracket == '['; }
  void dot() { ++dots_; }
  // Within brackets, the dots of a key count until its value ends.
  void end_of_entry() { dots_ = 0; }
  void end_of_line() {
    if (open_.empty()) dots_ = 0;
  }

 private:
  struct Open {
    char bracket;
    std::size_t levels;
  };
  std::vector<Open> open_;
  std::size_t outer_ = 0;
  std::size_t dots_ = 0;
};

struct StructureFault {
  std::size_t offset;
  std::string message;
};

// Where the key of the table header that begins at `start` should begin but cannot.
std::optional<std::size_t> bad_header_key(std::string_view text, std::size_t start) {
  const auto skip_blanks = [&](std::size_t at) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    return at;
  };
  std::size_t at = skip_blanks(start + 1);
  if (at < text.size() && text[at] == '[') at = skip_blanks(at + 1);
  if (at == text.size()) return std::nullopt;
  const char c = text[at];
  const bool is_good =
      is_ascii_alnum(c) || c == '_' || c == '-' || c == '"' || c == '\'' || c == ']';
  return is_good ? std::nullopt : std::optional(at);
}

// Whether `at` is the `T` of a date and time after which no time comes.
bool lacks_time(std::string_view text, std::size_t at) {
  constexpr std::string_view form = "dddd-dd-dd";
  if (at < form.size() || (at + 1 < text.size() && is_ascii_digit(text[at + 1]))) return false;
  const std::string_view date = text.substr(at - form.size(), form.size());
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == 'd' ? !is_ascii_digit(date[i]) : date[i] != form[i]) return false;
  return true;
}

std::optional<StructureFault> first_structure_fault(std::string_view text, std::size_t max_depth) {
  DepthCounter counter;
  bool is_closed = true;  // up to the first string that is not closed, where the parser stops
  bool at_line_start = true;
  for (std::size_t i = 0; i < text.size();) {
    switch (text[i]) {
      case '"':
      case '\'':
        i = skip_string(text, i, is_closed);
        at_line_start = false;
        continue;
      case '#':
        while (i < text.size() && text[i] != '\n') ++i;
        continue;
      case '[':
        if (at_line_start && is_closed && counter.is_outside())
          if (const auto key = bad_header_key(text, i))
            return StructureFault{*key, "expected the key of a table"};
        [[fallthrough]];
      case '{':
        counter.open(text[i]);
        break;
      case '}':
        if (is_closed && counter.is_in_array())
          return StructureFault{i, "expected a value or `]`, found `}`"};
        [[fallthrough]];
      case ']':
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
      case 'T':
      case 't':
        if (is_closed && lacks_time(text, i))
          return StructureFault{i + 1, "expected a time after the date"};
        break;
      default:
        // Some of them end the process: line breaks that Unicode knows and TOML does not.
        if (is_closed && static_cast<unsigned char>(text[i]) >= 0x80)
          return StructureFault{i, "a character that is not ASCII must stand in quotes"};
        break;
    }
    if (counter.depth() > max_depth)
      return StructureFault{
          i, fmt::format("tables and arrays are nested deeper than {} levels", max_depth)};
    at_line_start = text[i] == '\n' || (at_line_start && (text[i] == ' ' || text[i] == '\t'));
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
  if (const auto fault = first_structure_fault(text, max_depth))
    return TomlFault{position_at(text, fault->offset), fault->message};
  return std::nullopt;
}

}  // namespace axle
