// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "operations/compile_options.hpp"
#include "services/requirement_origins.hpp"
#include "services/services.hpp"

namespace axle {

/// What `pip compile` makes of requirements. Refers to settings that the services own.
struct CompiledRequirements {
  std::string body;  ///< the pins, without a comment or options at the top
  RequirementOrigins origins;
  const Settings& settings;
  std::optional<std::string> valid_for = {};  ///< the marker of `--emit-marker-expression`
};

/// Resolves what the files and groups ask for, as a requirements file or a `pylock.toml`. The pins
/// of an output file that is there stay if nothing speaks against them; nothing is written.
/// Errors: `invalid_input` if nothing is asked for; those of reading the requirements, resolving
/// and building.
Result<CompiledRequirements> compile_requirements(PipCompileOptions options, bool as_pylock,
                                                  Services& services);

}  // namespace axle
