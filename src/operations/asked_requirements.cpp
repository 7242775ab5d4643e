// SPDX-License-Identifier: MIT
#include "operations/asked_requirements.hpp"

#include <utility>

#include "arms/profile_platform.hpp"
#include "base/try.hpp"
#include "provision/build_constraints.hpp"
#include "provision/unnamed_sources.hpp"

namespace axle {

Result<AskedRequirements> ask(PipRequirements requirements, const Settings& settings,
                              Interpreter interpreter, const AskedTarget& target,
                              Services& services) {
  TRY(const auto platform, chosen_platform(target.python_platform, target.profile, services));
  TRY(ResolutionTarget resolved_for,
      resolution_target(interpreter, target.python_version, platform, services.environment()));
  TRY(std::vector<BuildConstraint> limits,
      build_constraints(target.build_constraints, {}, services));
  auto builder = std::make_unique<SourceBuilder>(
      BuildUse{.settings = settings, .interpreter = interpreter, .constraints = std::move(limits)},
      services);
  TRY_OK(name_requirements(requirements, *builder, services));
  return AskedRequirements{.requirements = std::move(requirements),
                           .settings = settings,
                           .interpreter = std::move(interpreter),
                           .target = std::move(resolved_for),
                           .is_elsewhere = platform || target.python_version,
                           .builder = std::move(builder)};
}

}  // namespace axle
