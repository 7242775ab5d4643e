// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/index/distribution_file.hpp"
#include "axle/install/plan.hpp"
#include "cli/options.hpp"
#include "cli/services.hpp"
#include "project/requirements_file.hpp"

namespace axle {

/// What `axle pip install|compile|sync` is given: packages on the command line, `-r`, `-c`,
/// overrides.
struct PipRequirements {
  RequirementsFile files;  ///< of all requirements files, one after the other
  std::vector<SourcedRequirement> requirements;
  std::vector<SourcedRequirement> constraints;
  std::vector<SourcedRequirement> overrides;
  std::map<PackageName, std::vector<FileHash>> hashes;  ///< those that files state
};

struct PipInputs {
  const std::vector<std::string>* packages = nullptr;
  const std::vector<std::string>* requirements = nullptr;
  const std::vector<std::string>* constraints = nullptr;
  const std::vector<std::string>* overrides = nullptr;
};

/// Reads them all; `-` is standard input. A `pyproject.toml` stands for its dependencies. Errors:
/// `invalid_input` with file and line.
Result<PipRequirements> pip_requirements(const PipInputs& inputs, Services& services);

/// Adds what the files say about indexes and choices to the settings' layer: the command line goes
/// before them.
void add_file_options(const RequirementsFile& files, SettingsLayer& layer);

/// Checks the wheels that were chosen against the hashes that files state, and puts these in their
/// place. `require_all`: every package needs one. Errors: `integrity` (E_HASH) naming the package.
Result<void> apply_hashes(std::vector<WantedPackage>& wanted, const PipRequirements& requirements,
                          bool require_all);

}  // namespace axle
