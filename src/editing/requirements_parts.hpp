// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "migrate/requirements_migration.hpp"
#include "services/services.hpp"

namespace axle {

/// The requirements files of the directory, or those that are named, each with the group that its
/// name means: `requirements.in` is the project's, `requirements-dev.in`, `dev-requirements.in` and
/// `requirements/dev.in` are the group `dev`. Of a pair of `.in` and `.txt` only the first counts.
/// None if there are none. Errors: those of read_requirements_file.
Result<std::vector<RequirementsPart>> requirements_parts(const std::vector<std::string>& files,
                                                         Services& services);

}  // namespace axle
