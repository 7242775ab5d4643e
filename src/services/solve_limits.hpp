// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/environment.hpp"
#include "axle/resolve/solve_limits.hpp"

namespace axle {

/// The limits that the user sets: AXLE_SOLVE_MEMORY (MiB) and AXLE_SOLVE_TIMEOUT (seconds without
/// progress); 0: none. Only variables: a repository does not say what it may cost. Errors:
/// `invalid_input` (E_PROJECT), naming the variable.
Result<SolveLimits> solve_limits(const Environment& environment);

}  // namespace axle
