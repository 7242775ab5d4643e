// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "axle/base/error.hpp"

namespace axle {

/// Refuses options that say different things, as uv does: what would be done with both could only
/// be guessed. Variables and settings have no say. Requires: `command` has been parsed, and its
/// opposites are settled. Errors: `invalid_input`.
Result<void> refuse_exclusions(const CLI::App& command);

}  // namespace axle
