// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace axle {

/// The backends that a new project can be built with.
enum class BuildBackend : std::uint8_t {
  uv,
  hatch,
  flit,
  pdm,
  poetry,
  setuptools,
  maturin,
  scikit,
};
std::optional<BuildBackend> parse_build_backend(std::string_view text);

/// What a new project is to be.
struct NewProject {
  enum class Kind : std::uint8_t {
    package,      ///< an application with a script, or with `is_library` a library
    application,  ///< no package: `main.py`
    bare,         ///< only pyproject.toml
  };
  Kind kind = Kind::package;
  bool is_library = false;
  bool has_build_system = true;
  BuildBackend backend = BuildBackend::uv;
  std::string name;             ///< normalised
  std::string requires_python;  ///< specifiers
  std::optional<std::string> description = "Add your description here";
  bool has_readme = true;
  std::optional<std::pair<std::string, std::string>> author = {};  ///< name and address

  /// The name as Python writes it: `my_package`, `_9lives`.
  std::string module() const;
};

/// A file of a new project, by its path in it.
struct NewFile {
  std::string path;
  std::string text;
};

/// The text of the project's pyproject.toml.
std::string new_pyproject(const NewProject& project);
/// The other files: README.md, modules, and what a backend needs to build an extension.
std::vector<NewFile> new_files(const NewProject& project);
/// What git is to ignore.
std::string_view new_gitignore();
/// A script (PEP 723) that greets as `name`; with `is_bare` only its block.
std::string new_script(std::string_view name, std::string_view requires_python, bool is_bare);

/// A program with such a block in front, behind its line `#!`.
std::string script_in_front(std::string_view program, std::string_view requires_python);

}  // namespace axle
