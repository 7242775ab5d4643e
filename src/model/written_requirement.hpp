// SPDX-License-Identifier: MIT
#pragma once

#include "axle/model/sourced_requirement.hpp"
#include "axle/standards/requirement.hpp"

namespace axle {

/// What stands in a list of dependencies for the requirement, when its source is written elsewhere
/// (`tool.uv.sources`): name, extras, specifiers, marker.
Requirement written_requirement(const SourcedRequirement& sourced);

}  // namespace axle
