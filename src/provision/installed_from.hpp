// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/python/interpreter.hpp"

namespace axle {

/// What is installed there from this folder, archive or repository, as direct_url.json says; none
/// if nothing is. Errors: `io`.
Result<std::vector<PackageName>> installed_from(const RequirementSource& source,
                                                const InstallScheme& scheme);

}  // namespace axle
