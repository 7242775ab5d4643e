// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "arms/profile_platform.hpp"
#include "arms/torch_backend.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/environment_outcome.hpp"
#include "operations/install_pylock.hpp"
#include "provision/build_constraints.hpp"
#include "provision/change_environment.hpp"
#include "provision/pip_requirements.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/unnamed_sources.hpp"
#include "provision/wanted_packages.hpp"
#include "provision/wheel_tags.hpp"
#include "services/python_target.hpp"

namespace axle {

Result<ExitCode> pip_sync_command(const PipSyncOptions& options, Session& services) {
  TRY(const auto pylock, only_pylock(options.files, !options.constraints.empty(), options.pylock));
  if (pylock) {
    TRY(const EnvironmentOutcome outcome, install_pylock(*pylock, options, true, services));
    return show_outcome(outcome, services);
  }
  TRY(PipRequirements requirements,
      pip_requirements({.packages = nullptr,
                        .requirements = &options.files,
                        .constraints = &options.constraints,
                        .overrides = nullptr,
                        .excludes = nullptr,
                        .part = {options.pylock.extras, options.pylock.all_extras},
                        .groups = options.pylock.groups},
                       services));
  TRY(const Settings* const settings, pip_settings(options, requirements, services));
  if (requirements.is_empty() && !options.allow_empty) {
    services.printer().warn(
        "Requirements files contain no requirements: nothing is installed or removed; use "
        "`--allow-empty-requirements` to empty the environment");
    return ExitCode::success;
  }
  TRY_OK(add_project_limits(requirements, *settings, services));
  TRY(const Interpreter interpreter, pip_environment(options.target, !options.dry_run, services));
  TRY(const auto platform, chosen_platform(options.python_platform, options.profile, services));
  TRY(const ResolutionTarget target,
      resolution_target(interpreter, options.python_version, platform, services.environment()));
  TRY(const std::vector<BuildConstraint> limits,
      build_constraints(options.build.build_constraints, {}, services));
  SourceBuilder builder({.settings = *settings, .interpreter = interpreter, .constraints = limits},
                        services);
  TRY_OK(name_requirements(requirements, builder, services));
  ResolveInput input = pip_input(requirements, *settings, target, services);
  input.with_dependencies = false;  // the file is the whole environment
  TRY_OK(lead_to_backend(input, {*settings, options.resolver, options.profile}, services));
  TRY(const Resolution resolution, resolve_packages(input, options.resolver, builder, services));
  EnvironmentChange change = environment_change(*settings, options.installer);
  change.only_plan = options.dry_run;
  change.build_constraints = limits;
  TRY(change.wanted,
      wanted_packages(resolution, {.packages = {}, .commits = builder.use().commits}));
  TRY_OK(apply_hashes(change.wanted, requirements,
                      options.require_hashes || requirements.files.require_hashes));
  if (platform || options.python_version) change.plan.runs_here = runs_on(target.environment.tags);
  TRY(const EnvironmentOutcome outcome,
      change_environment(std::move(change), interpreter, services));
  return show_outcome(outcome, services);
}

}  // namespace axle
