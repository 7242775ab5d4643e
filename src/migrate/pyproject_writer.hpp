// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "axle/toml/toml.hpp"
#include "migrate/source_comments.hpp"
#include "toml_edit/toml_editor.hpp"

namespace axle {

/// Writes the tables of a migrated project: into those that the file has already, and all others
/// before the rest of the file, behind the comments that it begins with. A value.
class PyprojectWriter {
 public:
  /// `text`: the file as it is, without what goes; empty if there is none yet. `head`: the comments
  /// at its top.
  static Result<PyprojectWriter> open(std::string_view text);

  /// What stays of the file.
  TomlEditor& rest() { return rest_; }
  Result<void> set(const TomlPath& path, const TomlValue& value);
  /// All keys of a table, one by one; with `only_values` none that are tables themselves.
  Result<void> set_table(const TomlPath& path, const TomlValue& table, bool only_values = false);
  /// `[[tool.uv.index]]`, unless the file has some.
  Result<void> add_indexes(const TomlValue& indexes);
  bool has(const TomlPath& path) const { return rest_.kind(path) != TomlEditor::Kind::none; }

  std::string to_string() const;

 private:
  TomlEditor& editor_for(const TomlPath& path);

  std::string head_;  // the comments at the top, with their line ends
  SourceComments comments_;
  TomlEditor made_, rest_;
};

}  // namespace axle
