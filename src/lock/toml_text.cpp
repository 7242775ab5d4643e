// SPDX-License-Identifier: MIT
#include "lock/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

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

}  // namespace

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
