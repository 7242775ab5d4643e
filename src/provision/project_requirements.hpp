// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "axle/project/project.hpp"
#include "provision/source_builder.hpp"
#include "services/services.hpp"

namespace axle {

/// What is taken of a `pyproject.toml` that stands for its requirements.
struct ProjectPart {
  std::vector<std::string> extras;  ///< beside the dependencies
  bool all_extras = false;
};

/// Requirements with the words that name where they are from: "demo (pyproject.toml)",
/// "demo (pyproject.toml:dev)".
struct ProjectRequirements {
  std::vector<SourcedRequirement> requirements;
  std::string shown;
};

/// A file as it is seen from the directory (absolute): relative, if it lies below; else as it is.
/// A relative one stays. Not escaped.
std::string seen_from(const std::filesystem::path& directory, const std::filesystem::path& file);

/// Whether a file stands for a project: pyproject.toml, setup.py, setup.cfg.
bool is_project_file(const std::filesystem::path& file);

/// The requirements of the project at `file` (absolute), those of the chosen extras among them;
/// extras that ask for others of the same project bring theirs; `settings` says whether sources
/// count; none if only a build can tell. Takes each chosen extra that the project has out of
/// `missing`. Errors: `not_found`; those of read_project; `invalid_input` (E_PROJECT) for a file
/// without a `[project]` table and no setup.py beside it.
Result<std::optional<ProjectRequirements>> project_requirements_of(
    const std::filesystem::path& file, const ProjectPart& part, std::vector<std::string>& missing,
    const Settings& settings, Services& services);

/// The same from its backend. Errors: those of the build.
Result<ProjectRequirements> built_project_requirements(const std::filesystem::path& file,
                                                       const ProjectPart& part,
                                                       std::vector<std::string>& missing,
                                                       SourceBuilder& builder, Services& services);

/// The requirements of a dependency group: `NAME` of the `pyproject.toml` where the command works,
/// or `PATH:NAME`. Errors: as above; `invalid_input` (E_PROJECT) for a group that is not there.
Result<ProjectRequirements> group_requirements(const std::string& group, const Settings& settings,
                                               Services& services);

}  // namespace axle
