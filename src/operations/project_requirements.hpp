// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "axle/project/project.hpp"
#include "operations/services.hpp"

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

/// The requirements of the project at `pyproject` (absolute), those of the chosen extras among
/// them; extras that ask for others of the same project bring theirs. Takes each chosen extra that
/// the project has out of `missing`. Errors: `not_found`; those of read_project; `invalid_input`
/// (E_PROJECT) for a file without a `[project]` table; `no_solution` (E_METADATA_DYNAMIC) for
/// requirements that only a build can tell.
Result<ProjectRequirements> project_requirements_of(const std::filesystem::path& pyproject,
                                                    const ProjectPart& part,
                                                    std::vector<std::string>& missing,
                                                    Services& services);

/// The requirements of a dependency group: `NAME` of the `pyproject.toml` where the command works,
/// or `PATH:NAME`. Errors: as above; `invalid_input` (E_PROJECT) for a group that is not there.
Result<ProjectRequirements> group_requirements(const std::string& group, Services& services);

}  // namespace axle
