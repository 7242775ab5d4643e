// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/resolution/resolution.hpp"
#include "axle/resolution/resolve_input.hpp"

namespace axle {

/// Where the pins for one machine hold for certain, `--emit-marker-expression`: its values of every
/// variable that a marker of the packages or of what was asked for tests. None if no marker tests
/// any, or if the pins are for all environments.
std::optional<std::string> where_pins_hold(const Resolution& resolution, const ResolveInput& input);

}  // namespace axle
