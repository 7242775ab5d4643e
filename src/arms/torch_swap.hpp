// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"
#include "axle/model/index_definition.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/resolution/resolution.hpp"

namespace axle {

/// Refuses a plan that would put a build without accelerator in the place of one for it (`2.9.0`
/// for `2.9.0+cu128`) because some other package asks for another version. What is among `asked`
/// was named by the user, who may have what they want. Errors: `failed`, with the chain of packages
/// that asks for it.
Result<void> refuse_swap(const InstallPlan& plan, const Resolution& resolution,
                         const std::vector<SourcedRequirement>& asked);

}  // namespace axle
