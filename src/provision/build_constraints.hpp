// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "services/services.hpp"

namespace axle {

/// The limits on build requirements of `--build-constraints` files, behind those of a project.
/// Errors: those of read_constraints_file.
Result<std::vector<BuildConstraint>> build_constraints(const std::vector<std::string>& files,
                                                       std::vector<BuildConstraint> of_project,
                                                       Services& services);

}  // namespace axle
