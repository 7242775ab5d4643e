// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/toml/toml.hpp"
#include "poetry/poetry_project.hpp"

namespace axle {

/// Refuses two entries of one package that hold in the same environment and name different places
/// it comes from: both bind, and a package has one source. Groups count together with the project,
/// as they are locked together. Errors: `invalid_input` with the place of the second one.
Result<void> check_one_source(const TomlDocument& document, const PoetryProject& project);

}  // namespace axle
