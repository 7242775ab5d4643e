// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "project/written_requirement.hpp"
#include "provision/pip_requirements.hpp"
#include "provision/source_builder.hpp"
#include "services/services.hpp"

namespace axle {

/// Such a requirement with the name that its files state, or else its backend says. Errors: those
/// of fetching and building.
Result<SourcedRequirement> named_requirement(UnnamedRequirement place, SourceBuilder& builder,
                                             Services& services);

/// Puts all that have no name yet among the others, with their names, and what projects need that
/// only a build can read. Errors: as above.
Result<void> name_requirements(PipRequirements& requirements, SourceBuilder& builder,
                               Services& services);

}  // namespace axle
