// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "toml_edit/toml_line.hpp"

namespace axle {

/// A TOML file that is changed in places, every other byte of it staying as it is: comments, order,
/// quotes, blank lines, line ends (new lines get those of the first line) and a byte order mark.
/// Only a line without an end gets one, once something was changed.
///
/// New tables are placed where uv places them, so that files which both tools edit look alike.
///
/// A value. Linear in the file for each call.
class TomlEditor {
 public:
  /// Limits: `max_toml_depth`. Errors: `invalid_input` with the line.
  static Result<TomlEditor> open(std::string_view text);
  std::string to_string() const;
  std::string_view line_end() const { return line_end_; }

  enum class Kind {
    none,
    value,         ///< a string, a number, an array, …
    inline_table,  ///< `{ … }`
    table,         ///< with a header, or by dotted keys
    tables,        ///< an array of tables: `[[ … ]]`
  };
  Kind kind(const TomlPath& path) const;
  /// The value as written; none if there is none, or it is a table that is not inline.
  std::optional<std::string> value(const TomlPath& path) const;
  /// The keys of a table, inline or not, in order, each once.
  std::vector<std::string> keys(const TomlPath& path) const;

  /// Replaces a value, or adds the key to the table it belongs to, which is made if it is missing;
  /// `before`: the key of that table before which a new one goes, else it goes to the end.
  /// Errors: `invalid_input` if something on the way is no table.
  Result<void> set(const TomlPath& path, std::string_view value,
                   const std::optional<std::string>& before = std::nullopt);
  /// Removes a value or a table with all that is below it and with the comments above it. Whether
  /// anything was there.
  bool remove(const TomlPath& path);

  // Arrays of tables. A number names an item as long as none is removed.
  std::vector<std::size_t> items(const TomlPath& path) const;
  std::optional<std::string> item_value(std::size_t item, std::string_view key) const;
  void set_item_value(std::size_t item, const std::string& key, std::string_view value);
  std::int64_t item_position(std::size_t item) const { return sections_[item].position; }
  void move_item(std::size_t item, std::int64_t position);
  std::size_t add_item(const TomlPath& path, std::int64_t position);
  void remove_item(std::size_t item);
  /// How many keys the file has at its top level.
  std::size_t top_level_size() const;

 private:
  struct Place {  // a line, and the keys below it if it is an inline table that has the value
    std::size_t section, line;
    TomlPath inside;
  };
  std::optional<Place> find(const TomlPath& path) const;
  std::optional<Place> inline_parent(const TomlPath& parent) const;
  void insert_line(std::size_t section, std::size_t position, TomlLine line);
  void add_section(TomlSection section);
  void end_all_lines();

  std::string byte_order_mark_;
  std::string line_end_ = "\n";
  std::vector<TomlSection>
      sections_;     // in the order in which they were made; the first has no path
  std::string end_;  // what follows the last line
};

}  // namespace axle
