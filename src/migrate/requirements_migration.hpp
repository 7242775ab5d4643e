// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "migrate/migration.hpp"
#include "project/requirements_file.hpp"

namespace axle {

/// The requirements that become the project's, or those of a group.
struct RequirementsPart {
  std::string group;      ///< empty: the project itself
  std::string file_name;  ///< for notes
  RequirementsFile file;
  /// Files that it names with `-r` or `-c` and that are parts of their own, or were made from one:
  /// what they say is not said again. As entries have them in `origin`.
  std::vector<std::string> known_files = {};
};

/// What no requirements file says.
struct NewProjectFacts {
  std::string name;                 ///< of the project, in normal form
  std::string requires_python;      ///< ">=3.12"
  std::filesystem::path directory;  ///< of the pyproject.toml: paths are written relative to it
};

/// A project with the requirements of files: their indexes and choices as settings, the others as
/// groups. `text` is the pyproject.toml that is there already, empty for none. Errors:
/// `invalid_input` if that has a `[project]`.
Result<Migration> migrate_requirements(const std::vector<RequirementsPart>& parts,
                                       const NewProjectFacts& facts, std::string_view text);

}  // namespace axle
