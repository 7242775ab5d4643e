// SPDX-License-Identifier: MIT
#include "toml_edit/toml_scan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/try.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {
namespace {

bool is_bare(char c) { return is_ascii_alnum(c) || c == '-' || c == '_'; }

bool at_line_end(const Cursor& at) {
  return at.peek() == '\n' || (at.peek() == '\r' && at.peek(1) == '\n');
}

void skip_comment(Cursor& at) {
  if (at.peek() != '#') return;
  while (!at.at_end() && !at_line_end(at)) at.next();
}

/// A string of several lines, its opening quotes taken. Up to two quotes may stand before the end.
Result<void> skip_long_string(Cursor& at, char quote) {
  while (!at.at_end()) {
    const char c = at.next();
    if (c == '\\' && quote == '"') at.next();
    if (c != quote || at.peek() != quote || at.peek(1) != quote) continue;
    at.next();
    at.next();
    for (int more = 0; more < 2 && at.peek() == quote; ++more) at.next();
    return {};
  }
  return toml_scan_failure(at, "a string does not end");
}

Result<void> skip_string(Cursor& at) {
  const char quote = at.next();
  if (at.peek() == quote && at.peek(1) == quote) {
    at.next();
    at.next();
    return skip_long_string(at, quote);
  }
  while (!at.at_end() && !at_line_end(at)) {
    const char c = at.next();
    if (c == quote) return {};
    if (c == '\\' && quote == '"' && !at_line_end(at)) at.next();
  }
  return toml_scan_failure(at, "a string does not end");
}

Result<void> skip_array(Cursor& at, std::size_t depth) {
  at.next();
  for (;;) {
    skip_toml_gap(at);
    if (at.skip(']')) return {};
    TRY_OK(skip_toml_value(at, depth + 1));
    skip_toml_gap(at);
    if (at.skip(',')) continue;
    if (at.skip(']')) return {};
    return toml_scan_failure(at, "expected `,` or `]`");
  }
}

Result<void> skip_inline_table(Cursor& at, std::size_t depth) {
  at.next();
  for (;;) {
    skip_toml_gap(at);
    if (at.skip('}')) return {};
    TRY_OK(take_toml_key(at));
    skip_toml_blanks(at);
    if (!at.skip('=')) return toml_scan_failure(at, "expected `=`");
    skip_toml_blanks(at);
    TRY_OK(skip_toml_value(at, depth + 1));
    skip_toml_gap(at);
    if (at.skip(',')) continue;
    if (at.skip('}')) return {};
    return toml_scan_failure(at, "expected `,` or `}`");
  }
}

}  // namespace

std::unexpected<Error> toml_scan_failure(const Cursor& at, std::string_view message) {
  const std::string_view before = at.text().substr(0, at.position());
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                        fmt::format("line {}: {}", 1 + std::ranges::count(before, '\n'), message),
                        {});
}

void skip_toml_blanks(Cursor& at) {
  at.take_while([](char c) { return c == ' ' || c == '\t'; });
}

void skip_toml_gap(Cursor& at) {
  for (;;) {
    skip_toml_blanks(at);
    skip_comment(at);
    if (!at_line_end(at)) return;
    at.skip('\r');
    at.next();
  }
}

std::string_view take_toml_gap(Cursor& at) {
  const std::size_t start = at.position();
  skip_toml_gap(at);
  return at.since(start);
}

Result<void> skip_toml_line_end(Cursor& at) {
  skip_toml_blanks(at);
  skip_comment(at);
  if (at.at_end()) return {};
  if (!at_line_end(at)) return toml_scan_failure(at, "expected the end of the line");
  at.skip('\r');
  at.next();
  return {};
}

Result<std::vector<std::string>> take_toml_key(Cursor& at) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t start = at.position();
    if (at.peek() == '"' || at.peek() == '\'') {
      TRY_OK(skip_string(at));
      TRY(std::string part, read_toml_string(at.since(start)));
      parts.push_back(std::move(part));
    } else {
      parts.emplace_back(at.take_while(is_bare));
      if (parts.back().empty()) return toml_scan_failure(at, "expected a key");
    }
    if (parts.size() > max_toml_depth) return toml_scan_failure(at, "too many parts in a key");
    const std::size_t end = at.position();
    skip_toml_blanks(at);
    if (!at.skip('.')) {
      at.move_to(end);
      return parts;
    }
    skip_toml_blanks(at);
  }
}

Result<void> skip_toml_value(Cursor& at, std::size_t depth) {
  if (depth >= max_toml_depth) return toml_scan_failure(at, "nested too deeply");
  switch (at.peek()) {
    case '"':
    case '\'':
      return skip_string(at);
    case '[':
      return skip_array(at, depth);
    case '{':
      return skip_inline_table(at, depth);
    default:
      break;
  }
  const std::string_view word = at.take_while([](char c) {
    return is_ascii_alnum(c) || c == '+' || c == '-' || c == '_' || c == '.' || c == ':';
  });
  if (word.empty()) return toml_scan_failure(at, "expected a value");
  // A date and a time may have a space between them.
  const bool is_date = word.size() == 10 && word[4] == '-' && word[7] == '-';
  if (is_date && at.peek() == ' ' && is_ascii_digit(at.peek(1))) {
    at.next();
    at.take_while(
        [](char c) { return is_ascii_alnum(c) || c == '+' || c == '-' || c == '.' || c == ':'; });
  }
  return {};
}

}  // namespace axle
