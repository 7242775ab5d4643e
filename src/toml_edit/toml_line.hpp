// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "base/cursor.hpp"

namespace axle {

/// Keys below each other, as they are meant: `{"tool", "uv", "sources"}`.
using TomlPath = std::vector<std::string>;

/// `key = value` as it stands in a file or an inline table. The four texts follow each other
/// without a gap.
struct TomlLine {
  std::string before;    ///< comments, blank lines and the indent before it
  TomlPath key;          ///< its parts: `a."b".c` has three
  std::string key_text;  ///< as written, with the equals sign and the blanks around it
  std::string value;     ///< as written
  std::string after;     ///< a comment and the end of the line; in an inline table only blanks
};

/// A header with the lines up to the next one; the first section of a file has no header.
struct TomlSection {
  TomlPath path;
  bool is_array_item = false;  ///< `[[path]]`
  /// Its place among the others. A new one without a place goes behind the one that comes before it
  /// when tables are walked in the order of their keys.
  std::int64_t position = unplaced;
  std::string before;  ///< comments and blank lines before the header
  std::string header;  ///< with its comment and the end of its line
  std::vector<TomlLine> lines;

  static constexpr std::int64_t unplaced = -1;
};

/// Key, equals sign and value at the cursor; `after` is left empty. Errors: `invalid_input`.
Result<TomlLine> take_toml_line(Cursor& at, std::string before);

/// A line that axle writes: `a.b = value`, without the end of the line.
TomlLine new_toml_line(const TomlPath& key, std::string_view value);

/// `a."b c".d`
std::string toml_key_text(const TomlPath& key);

/// Whether `path` begins with `start` (or is the same).
bool starts_with(const TomlPath& path, const TomlPath& start);

/// What is left of `path` without its first `parts`; it has at least so many.
TomlPath path_below(const TomlPath& path, std::size_t parts);

}  // namespace axle
