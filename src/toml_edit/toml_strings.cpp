// SPDX-License-Identifier: MIT
#include "toml_edit/toml_strings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "base/utf8.hpp"

namespace axle {
namespace {

/// What of a text rules out the plainer forms of a string.
struct Contents {
  bool has_control = false;  // other than tab and line feed
  bool has_backslash = false;
  bool has_newline = false;
  unsigned double_quotes = 0;  // the longest run
  unsigned single_quotes = 0;
};

Contents contents_of(std::string_view text) {
  Contents contents;
  unsigned doubles = 0;
  unsigned singles = 0;
  for (const char c : text) {
    doubles = c == '"' ? doubles + 1 : 0;
    singles = c == '\'' ? singles + 1 : 0;
    contents.double_quotes = std::max(contents.double_quotes, doubles);
    contents.single_quotes = std::max(contents.single_quotes, singles);
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\') contents.has_backslash = true;
    if (c == '\n') contents.has_newline = true;
    if ((byte < 0x20 && c != '\t' && c != '\n') || byte == 0x7F) contents.has_control = true;
  }
  return contents;
}

void append_escaped(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        continue;
      case '\\':
        out += "\\\\";
        continue;
      case '\b':
        out += "\\b";
        continue;
      case '\t':
        out += "\\t";
        continue;
      case '\n':
        out += "\\n";
        continue;
      case '\f':
        out += "\\f";
        continue;
      case '\r':
        out += "\\r";
        continue;
      default:
        break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F)
      out += fmt::format("\\u{:04X}", byte);
    else
      out += c;
  }
  out += '"';
}

std::unexpected<Error> bad_string(std::string_view message) {
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::project, std::string(message), {});
}

Result<void> append_code_point(std::string& out, Cursor& at, int digits) {
  std::uint32_t code = 0;
  for (int i = 0; i < digits; ++i) {
    const char c = ascii_lower(at.next());
    const bool is_letter = c >= 'a' && c <= 'f';
    if (!is_letter && !is_ascii_digit(c)) return bad_string("an escape needs hexadecimal digits");
    code = code * 16 + static_cast<std::uint32_t>(is_letter ? c - 'a' + 10 : c - '0');
  }
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
    return bad_string("an escape names no character");
  append_utf8(out, code);
  return {};
}

/// What follows a backslash.
Result<void> append_unescaped(std::string& out, Cursor& at) {
  static constexpr std::string_view letters = "btnfr\"\\";
  static constexpr std::string_view meanings = "\b\t\n\f\r\"\\";
  const char c = at.next();
  if (c == 'u') return append_code_point(out, at, 4);
  if (c == 'U') return append_code_point(out, at, 8);
  if (const std::size_t known = letters.find(c); known != std::string_view::npos && c != '\0') {
    out += meanings[known];
    return {};
  }
  return bad_string("a string has an escape that TOML does not know");
}

/// A backslash at the end of a line takes all white space up to the next character with it.
bool skip_line_continuation(Cursor& at) {
  const std::size_t start = at.position();
  const std::string_view space = at.take_while(is_ascii_space);
  if (space.find('\n') != std::string_view::npos) return true;
  at.move_to(start);
  return false;
}

}  // namespace

Result<std::string> read_toml_string(std::string_view written) {
  const char quote = written.empty() ? '\0' : written.front();
  const std::string triple(3, quote);
  const bool is_long = written.size() >= 6 && written.starts_with(triple);
  const std::size_t width = is_long ? 3 : 1;
  if ((quote != '"' && quote != '\'') || written.size() < 2 * width ||
      !written.ends_with(std::string(width, quote)))
    return bad_string("expected a string");
  std::string_view inner = written.substr(width, written.size() - 2 * width);
  if (is_long && inner.starts_with("\r\n")) inner.remove_prefix(2);
  if (is_long && inner.starts_with('\n')) inner.remove_prefix(1);
  if (quote == '\'') return std::string(inner);
  std::string out;
  for (Cursor at(inner); !at.at_end();) {
    const char c = at.next();
    if (c != '\\')
      out += c;
    else if (!is_long || !skip_line_continuation(at))
      TRY_OK(append_unescaped(out, at));
  }
  return out;
}

void append_toml_string(std::string& out, std::string_view text) {
  // Nearly every string of a lock: nothing in it needs a closer look.
  if (std::ranges::none_of(text, [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == '"' || c == '\\' || c == '\x7f';
      })) {
    out.append(1, '"').append(text).append(1, '"');
    return;
  }
  const Contents contents = contents_of(text);
  const bool is_plain = !contents.has_control && !contents.has_backslash;
  const auto wrap = [&](std::string_view start, std::string_view end) {
    out.append(start).append(text).append(end);
  };
  if (is_plain && contents.double_quotes == 0 && !contents.has_newline)
    wrap("\"", "\"");
  else if (!contents.has_control && contents.single_quotes == 0 && !contents.has_newline)
    wrap("'", "'");
  else if (is_plain && contents.double_quotes <= 2 && !text.ends_with('"'))
    wrap(contents.has_newline ? "\"\"\"\n" : "\"\"\"", "\"\"\"");
  else if (!contents.has_control && contents.single_quotes <= 2 && !text.ends_with('\''))
    wrap(contents.has_newline ? "'''\n" : "'''", "'''");
  else
    append_escaped(out, text);
}

std::string toml_string(std::string_view text) {
  std::string out;
  append_toml_string(out, text);
  return out;
}

void append_toml_key(std::string& out, std::string_view key) {
  const bool is_bare = !key.empty() && std::ranges::all_of(key, [](char c) {
    return is_ascii_alnum(c) || c == '-' || c == '_';
  });
  if (is_bare)
    out += key;
  else
    append_toml_string(out, key);
}

}  // namespace axle
