// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "provision/change_environment.hpp"

namespace axle {

/// Brings the environment back to what it held in a generation, by default the one before, without
/// the network: its wheels come from the store. Errors: `failed` if there is no such generation, or
/// it had a package that axle did not install and that is gone; those of installing.
Result<EnvironmentOutcome> roll_back(const Interpreter& interpreter,
                                     std::optional<std::uint64_t> number, bool only_plan,
                                     Services& services);

}  // namespace axle
