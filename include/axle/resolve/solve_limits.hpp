// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

#include "axle/resolve/resolve.hpp"

namespace axle {

/// What a resolution may cost before it is given up; 0: no limit.
struct SolveLimits {
  std::uint64_t memory = std::uint64_t{1} << 30;               ///< bytes of the process
  std::chrono::milliseconds stall = std::chrono::seconds(60);  ///< without anything new
};

/// resolve() with other limits than the default ones. Errors: `failed` (E_BUDGET) beyond them.
Result<Resolution> resolve(const ResolveInput& input, const ResolveServices& services,
                           const SolveLimits& limits);

}  // namespace axle
