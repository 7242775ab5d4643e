// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// How long another process is waited for that works on the same environment: `UV_LOCK_TIMEOUT`
/// (seconds), else five minutes. Errors: `invalid_input` for what is no number.
Result<std::chrono::seconds> lock_patience(const Environment& environment);

}  // namespace axle
