// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "provision/pip_requirements.hpp"
#include "provision/source_builder.hpp"
#include "services/python_target.hpp"
#include "services/services.hpp"

namespace axle {

/// For which Python and platform packages are chosen, as it was written; none of them: for the
/// interpreter.
struct AskedTarget {
  const std::optional<std::string>&python_version, &python_platform, &profile;
  const std::vector<std::string>& build_constraints;
};

/// What `pip install`, `pip sync` and `pip compile` know before anything is resolved. Refers to the
/// settings.
struct AskedRequirements {
  PipRequirements requirements;  ///< each with a name
  const Settings& settings;
  Interpreter interpreter;
  ResolutionTarget target;
  bool is_elsewhere;  ///< packages are chosen for another platform or Python than this one
  std::unique_ptr<SourceBuilder> builder;
};

/// Sources without a name are built for it. Errors: `invalid_input` for a platform, version or
/// profile that there is not; those of build_constraints and name_requirements.
Result<AskedRequirements> ask(PipRequirements requirements, const Settings& settings,
                              Interpreter interpreter, const AskedTarget& target,
                              Services& services);

}  // namespace axle
