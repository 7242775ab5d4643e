// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/toml/toml.hpp"
#include "poetry/dependency.hpp"
#include "poetry/python_constraint.hpp"
#include "poetry/sources.hpp"

namespace axle {

/// `[tool.poetry.group.NAME]`; `dev-dependencies` are the group `dev`.
struct PoetryGroup {
  std::string name;  ///< as written
  TomlPosition position;
  bool is_optional = false;
  std::vector<std::string> includes;
  std::vector<PoetryDependency> dependencies;
};

/// `[tool.poetry.extras]`: which dependencies an extra has.
struct PoetryExtra {
  std::string name;  ///< as written
  TomlPosition position;
  std::vector<PackageName> dependencies;
};

/// What `[tool.poetry]` says about dependencies, read and checked by itself. A value.
/// Source: Poetry's documentation, "The pyproject.toml file".
struct PoetryProject {
  std::optional<std::string> name, version;
  bool is_package = true;  ///< `package-mode`
  std::optional<PythonConstraint> python;
  std::string python_text;  ///< as written
  TomlPosition python_position;
  std::vector<PoetryDependency> dependencies;
  std::vector<PoetryExtra> extras;
  std::vector<PoetryGroup> groups;
  PoetrySources sources;
  std::vector<std::string> warnings;
};

/// Those of the project and of its groups, in the order of the file.
std::vector<const PoetryDependency*> all_dependencies(const PoetryProject& project);

/// Whether the file's dependencies are Poetry's to say: it has `[tool.poetry]`, and no `[project]`
/// or something beside it that concerns dependencies or Poetry itself. Build settings alone do not
/// count.
bool is_poetry_project(const TomlValue& root);

/// Reads it. `pypi_url`: where the built-in source is. Requires: is_poetry_project. Errors:
/// `invalid_input` with its place.
Result<PoetryProject> read_poetry_project(const TomlDocument& document, std::string_view pypi_url);

}  // namespace axle
