// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/resolution/resolve_input.hpp"

namespace axle {

/// Where a resolution failed for want of one build of a version (`torch==2.5.1+cu124`): the error
/// with a hint that names the index that has builds for this accelerator. Where releases were asked
/// for that do not belong together (torch and torchvision): with a hint that says so. Any other
/// error is returned as it is.
Error with_build_hint(Error error, const ResolveInput& input);

}  // namespace axle
