// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// A whole number from `AXLE_<name>` or `UV_<name>`; none if neither is set. Errors:
/// `invalid_input` for what is no such number, or is above `largest`.
Result<std::optional<std::uint64_t>> number_setting(const Environment& environment,
                                                    std::string_view name, std::uint64_t largest);

}  // namespace axle
