// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "operations/options.hpp"
#include "operations/services.hpp"

namespace axle {

/// A project without `accelerators` may have some in uv's words: conflicting extras that lead
/// packages of the family to the indexes of accelerators. If one is asked for by `--accelerator`,
/// its extra is added to the options; nothing is done without that option. Errors: `invalid_input`
/// where the project has no such extra, naming those that it has.
Result<SelectionOptions> with_accelerator_extra(SelectionOptions options, const Project& project,
                                                Services& services);

}  // namespace axle
