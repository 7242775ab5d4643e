// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/standards/requirement.hpp"
#include "edit/requirement_list.hpp"
#include "toml_edit/toml_editor.hpp"

namespace axle {

/// One of the lists of requirements that a project has.
struct DependencyList {
  enum class Kind {
    production,   ///< `project.dependencies`; of a script its only list
    development,  ///< the group `dev`, or `tool.uv.dev-dependencies` where a project has that
    optional,     ///< `project.optional-dependencies.NAME`
    group,        ///< `dependency-groups.NAME`
  };
  Kind kind = Kind::production;
  std::string name = {};  ///< normalised; of an extra or group
};

/// An index as `[[tool.uv.index]]` has it.
struct NewIndex {
  std::optional<std::string> name;
  std::string url;  ///< without credentials
  bool is_default = false;
};

/// A pyproject.toml, or the block of a script (PEP 723), that is changed. Names of groups, extras
/// and packages are compared in their normal form. Everything else in the file stays as it is
/// (toml_edit/toml_editor.hpp).
class ProjectEdit {
 public:
  enum class Form { project, script };
  /// Errors: `invalid_input` with the line.
  static Result<ProjectEdit> open(std::string_view text, Form form = Form::project);
  std::string to_string() const { return editor_.to_string(); }

  /// Adds a requirement (RequirementList::add); the list is made if it is missing. True if it is a
  /// new item. Errors: `invalid_input` if there is no `[project]` to add a list to, or something
  /// else stands where the list should be.
  Result<bool> add(const DependencyList& list, const Requirement& requirement, bool has_source);
  /// Limits a requirement that was added. Errors: as above.
  Result<void> set_specifiers(const DependencyList& list, const Requirement& requirement,
                              const VersionSpecifiers& specifiers);
  /// Removes all requirements of the name from the list; an empty list stays. How many there were.
  Result<std::size_t> remove(const DependencyList& list, const PackageName& name);
  /// The lists that have a requirement of the name.
  std::vector<DependencyList> lists_with(const PackageName& name) const;

  /// Sets what `tool.uv.sources` says of a package; `entry` is an inline table. What was said of it
  /// before goes, and what is said now comes last. Errors: `invalid_input` if the sources are an
  /// inline table or no table.
  Result<void> set_source(const PackageName& name, std::string_view entry);
  /// What `tool.uv.sources` says of a package, as an inline table; none if it is written otherwise.
  std::optional<std::string> source(const PackageName& name) const;
  /// Removes what `tool.uv.sources` says of a package that no list has any more, and the table with
  /// its last entry.
  void prune_source(const PackageName& name);

  /// Puts an index to the top of `[[tool.uv.index]]`. One of the same name or URL, or another
  /// default one, is moved there and changed. Errors: `invalid_input` if there is another kind of
  /// list.
  Result<void> add_index(const NewIndex& index);
  /// Appends to `tool.uv.workspace.members`. Errors: as for lists.
  Result<void> add_member(std::string_view path);
  /// Replaces `project.version`. Errors: `invalid_input` if there is none.
  Result<void> set_version(std::string_view version);
  /// Whether `tool.uv.dev-dependencies` is there.
  bool has_legacy_dev_dependencies() const;

 private:
  TomlPath path_of(const DependencyList& list) const;
  std::vector<TomlPath> all_lists() const;
  Result<RequirementList> read_list(const TomlPath& path) const;
  Result<void> write_list(const TomlPath& path, const RequirementList& list);
  Result<void> check_parent(const DependencyList& list) const;

  TomlEditor editor_;
  Form form_ = Form::project;
};

}  // namespace axle
