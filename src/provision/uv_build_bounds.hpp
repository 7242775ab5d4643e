// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "axle/model/sourced_requirement.hpp"

namespace axle {

/// Takes the lower bound off `uv-build`, if there is one. uv has this backend built in, so the
/// projects that it begins ask for the version of that very uv, which an index may not have yet;
/// any version below the upper bound builds the same. Returns the requirement as it was.
std::optional<std::string> drop_lower_bound_of_uv_build(
    std::vector<SourcedRequirement>& requirements);

}  // namespace axle
