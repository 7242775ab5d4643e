// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "lock/lock_document.hpp"

namespace axle {

/// Reads the part of TOML that uv writes: bare keys, headers of bare keys, strings on one line,
/// integers, booleans, arrays, inline tables, comments. Everything else, right or wrong, it does
/// not read at all. Linear; nothing nests deeper than 8, no more than 64 million values.
class LockParser {
 public:
  LockParser(std::string_view text, std::deque<std::string>& unescaped)
      : text_(text), unescaped_(unescaped) {}

  /// The root table; none if there is anything that this parser does not know.
  std::optional<LockValue> parse();
  /// Where it stopped.
  std::uint32_t line() const { return line_; }

 private:
  static constexpr int max_depth = 8;
  static constexpr std::size_t max_values = 64'000'000;

  char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }
  bool skip(char c);
  void skip_blanks();
  /// White space, line ends and comments.
  bool skip_space();
  bool end_line();
  bool parse_header(LockValue& root);
  bool parse_value(LockValue& value, int depth);
  bool parse_string(LockValue& value);
  bool parse_literal(LockValue& value);
  bool parse_escaped(std::size_t start, LockValue& value);
  bool parse_array(LockValue& value, int depth);
  bool parse_inline_table(LockValue& value, int depth);
  bool parse_entry(LockValue& table, int depth);
  std::string_view parse_key();
  LockValue* open_table(LockValue& root, std::string_view path, bool is_array);

  std::string_view text_;
  std::deque<std::string>& unescaped_;
  std::size_t position_ = 0;
  std::uint32_t line_ = 1;
  std::size_t values_ = 0;
  LockValue* current_ = nullptr;
};

/// Whether no key of a table stands in it twice.
bool has_unique_keys(const LockValue& table);

}  // namespace axle
