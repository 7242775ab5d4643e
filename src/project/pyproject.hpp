// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "axle/standards/requirement.hpp"
#include "axle/toml/toml.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"
#include "project/project_settings.hpp"

namespace axle {

/// The `[project]` table (PEP 621) as far as it matters here.
struct ProjectTable {
  PackageName name;
  std::optional<Version> version;
  std::vector<std::string> dynamic;
  std::optional<VersionSpecifiers> requires_python;
  std::vector<Requirement> dependencies;
  std::vector<std::pair<ExtraName, std::vector<Requirement>>>
      optional_dependencies;  ///< in order of declaration

  bool is_dynamic(std::string_view field) const;
};

/// An entry of a dependency group (PEP 735).
struct GroupInclude {
  GroupName group;
};
struct GroupItem {
  std::variant<Requirement, GroupInclude> value;
  TomlPosition position;
};
struct GroupTable {
  GroupName name;
  std::vector<GroupItem> items;
  TomlPosition position;
};

/// One `pyproject.toml`, every key checked by itself. A value.
struct Pyproject {
  TomlDocument document;
  std::optional<ProjectTable> project;
  bool has_build_system = false;
  std::vector<GroupTable> groups;  ///< in order of declaration
  ProjectSettings settings;
  std::vector<IndexDefinition> indexes;  ///< `[[tool.uv.index]]`

  const std::filesystem::path& path() const { return document.path(); }
  std::filesystem::path directory() const { return document.path().parent_path(); }
};

/// What is wrong with a file as a whole: `invalid_input` (E_PROJECT), naming it.
std::unexpected<Error> refuse(std::string message, const Pyproject& file, std::string hint = {});

/// Reads a `pyproject.toml`: `[project]`, `[dependency-groups]`, `[build-system]` and, of `tool.uv`
/// and `tool.axle`, the keys of a project and the indexes. Errors: those of TomlDocument::read;
/// `invalid_input` with its place.
Result<Pyproject> read_pyproject(const std::filesystem::path& path,
                                 std::chrono::system_clock::time_point now,
                                 TomlFiles* files = nullptr);
/// The same from a text; `path` (absolute) names the file.
Result<Pyproject> parse_pyproject(const std::filesystem::path& path, std::string text,
                                  std::chrono::system_clock::time_point now);

}  // namespace axle
