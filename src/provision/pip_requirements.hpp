// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"
#include "axle/model/distribution_file.hpp"
#include "axle/project/settings.hpp"
#include "axle/resolve/resolve.hpp"
#include "project/requirements_file.hpp"
#include "provision/project_requirements.hpp"
#include "provision/resolve_packages.hpp"
#include "services/options.hpp"
#include "services/requirement_origins.hpp"
#include "services/services.hpp"

namespace axle {

/// What `axle pip install|compile|sync` is given: packages on the command line, `-r`, `-c`,
/// overrides.
struct PipRequirements {
  RequirementsFile files;  ///< of all requirements files, one after the other
  std::vector<SourcedRequirement> requirements;
  /// Folders, repositories and archives whose name only their files tell (name_requirements).
  std::vector<UnnamedEntry> unnamed;
  /// Files of projects and groups of them that pip_settings() reads, and how many requirements
  /// come before theirs.
  std::vector<std::filesystem::path> projects;
  std::vector<std::string> groups;
  std::size_t before_files = 0;
  /// Files of projects that only a build can read (read_built_projects), with what is wanted of
  /// them, and the extras that no other project has.
  std::vector<std::filesystem::path> projects_to_build;
  ProjectPart part;
  std::vector<std::string> missing_extras;
  std::vector<SourcedRequirement> constraints;
  std::vector<SourcedRequirement> overrides;
  std::vector<Exclude> excludes;
  RequirementOrigins origins;
  std::map<PackageName, std::vector<FileHash>> hashes;  ///< those that files state

  bool is_empty() const {
    return requirements.empty() && unnamed.empty() && projects_to_build.empty();
  }
};

struct PipInputs {
  const std::vector<std::string>* packages = nullptr;
  const std::vector<std::string>* requirements = nullptr;
  const std::vector<std::string>* constraints = nullptr;
  const std::vector<std::string>* overrides = nullptr;
  const std::vector<std::string>* excludes = nullptr;  ///< files that name packages to leave out
  ProjectPart part = {};                               ///< of each `pyproject.toml`
  std::vector<std::string> groups = {};                ///< `NAME` or `PATH:NAME`
  std::vector<std::string> editables = {};             ///< folders: `-e`
};

/// The digests of `--hash` options: `sha256:…`. Errors: `invalid_input` (E_PROJECT).
Result<std::vector<FileHash>> parse_hashes(const std::vector<std::string>& texts,
                                           const SourcedRequirement& requirement);

/// Reads them all; `-` is standard input, files may be at http(s) URLs. A `pyproject.toml` stands
/// for its dependencies. Errors: `invalid_input` with file and line.
Result<PipRequirements> pip_requirements(const PipInputs& inputs, Services& services);

/// Adds the requirements of those projects. Errors: those of the builds; `invalid_input` for an
/// extra that none of them has.
Result<void> read_built_projects(PipRequirements& requirements, SourceBuilder& builder,
                                 Services& services);

/// Adds what `constraint-dependencies` and `override-dependencies` of the project's settings say.
/// Errors: `invalid_input`.
Result<void> add_project_limits(PipRequirements& requirements, const Settings& settings,
                                const Services& services);

/// The settings of an `axle pip` command: all that is set elsewhere goes before what the
/// requirements files say about indexes and choices, as uv has it. Reads the projects among the
/// requirements, whose sources count or not by these settings. Errors: those of settings_layer(),
/// Services::settings(), project_requirements_of() and group_requirements().
Result<const Settings*> pip_settings(const SettingsFlags& flags, PipRequirements& requirements,
                                     Services& services);

/// What an `axle pip` command asks the resolver. The caller adds the rest: what is installed,
/// whether dependencies count.
ResolveInput pip_input(const PipRequirements& requirements, const Settings& settings,
                       const ResolutionTarget& target, const Services& services);

/// Checks the wheels that were chosen against the hashes that files state, and puts these in their
/// place. `require_all`: every package needs one. Errors: `integrity` (E_HASH) naming the package.
Result<void> apply_hashes(std::vector<WantedPackage>& wanted, const PipRequirements& requirements,
                          bool require_all);

}  // namespace axle
