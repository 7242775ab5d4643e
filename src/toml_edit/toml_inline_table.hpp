// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "toml_edit/toml_line.hpp"

namespace axle {

/// `{ a = 1, b.c = 2 }` as it stands in a file, to be changed: everything that is not changed stays
/// as it is written.
class TomlInlineTable {
 public:
  /// Errors: `invalid_input` if `value` is not one inline table.
  static Result<TomlInlineTable> parse(std::string_view value);

  std::vector<std::string> keys() const;
  /// The value at keys below each other, as written; none if there is none.
  std::optional<std::string> find(const TomlPath& path) const;
  /// Replaces the value, or appends the key. False if something on the way is no table.
  bool set(const TomlPath& path, std::string_view value);
  /// Whether anything was there.
  bool remove(const TomlPath& path);
  bool is_empty() const { return lines_.empty(); }

  std::string to_string() const;

 private:
  void append(const TomlPath& key, std::string_view value);

  std::vector<TomlLine> lines_;
  std::string end_;  // behind the last comma, or in an empty table
  bool has_last_comma_ = false;
};

}  // namespace axle
