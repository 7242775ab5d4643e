// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "arms/profile_platform.hpp"
#include "arms/torch_backend.hpp"
#include "arms/torch_swap.hpp"
#include "axle/standards/core_metadata.hpp"
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
#include "python/site_packages.hpp"
#include "services/python_target.hpp"

namespace axle {
namespace {

/// What is installed, as the resolver wants it; a package whose metadata cannot be read counts as
/// not there.
Result<std::vector<KnownInstalled>> known_installed(const Interpreter& interpreter,
                                                    const CompatibleTags& tags) {
  TRY(const std::vector<InstalledDistribution> installed,
      installed_distributions(interpreter.scheme));
  std::vector<KnownInstalled> known;
  for (const InstalledDistribution& distribution : installed) {
    auto metadata = distribution.metadata();
    if (!metadata) continue;
    const bool fits = runs_with(tags, distribution.wheel_tags());
    known.push_back({distribution.name, distribution.version,
                     std::make_shared<const CoreMetadata>(*std::move(metadata)), fits});
  }
  return known;
}

/// Direct references are looked at again by the installer; the resolver must not be content with
/// another version that is there.
bool is_direct(const SourcedRequirement& requirement) { return requirement.registry() == nullptr; }

/// Keeps what is installed and answers the resolution out of the list of wanted packages.
std::vector<PackageName> kept_as_installed(const Resolution& resolution) {
  std::vector<PackageName> names;
  for (const ResolvedPackage& package : resolution.packages)
    if (package.installed) names.push_back(package.name);
  return names;
}

}  // namespace

Result<ExitCode> pip_install_command(const PipInstallOptions& options, Session& services) {
  if (options.packages.empty() && options.requirements.empty() && options.editables.empty() &&
      options.pylock.groups.empty())
    return fail(ErrorKind::invalid_input, "nothing was asked for: no package and no `-r FILE`",
                "name a package, such as `axle pip install torch`");
  const bool has_others = !options.packages.empty() || !options.constraints.empty() ||
                          !options.overrides.empty() || !options.editables.empty();
  TRY(const auto pylock, only_pylock(options.requirements, has_others, options.pylock));
  if (pylock) {
    TRY(const EnvironmentOutcome outcome,
        install_pylock(*pylock, options, options.exact, services));
    return show_outcome(outcome, services);
  }
  TRY(PipRequirements requirements,
      pip_requirements({.packages = &options.packages,
                        .requirements = &options.requirements,
                        .constraints = &options.constraints,
                        .overrides = &options.overrides,
                        .excludes = &options.excludes,
                        .part = {options.pylock.extras, options.pylock.all_extras},
                        .groups = options.pylock.groups,
                        .editables = options.editables},
                       services));
  TRY(const Settings* const settings, pip_settings(options, requirements, services));
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
  input.with_dependencies = !options.no_deps;
  if (!settings->reinstall) {
    TRY(input.installed, known_installed(interpreter, target.environment.tags));
  }
  for (const SourcedRequirement& requirement : requirements.requirements)
    if (is_direct(requirement)) input.reinstall.insert(requirement.name);
  TRY(const bool has_backend,
      lead_to_backend(input, {*settings, options.resolver, options.profile}, services));
  TRY(const Resolution resolution, resolve_packages(input, options.resolver, builder, services));

  const std::vector<PackageName> kept = kept_as_installed(resolution);
  Omissions omissions;
  omissions.packages.insert(kept.begin(), kept.end());
  omissions.commits = builder.use().commits;
  EnvironmentChange change = environment_change(*settings, options.installer);
  change.only_plan = options.dry_run;
  change.build_constraints = limits;
  TRY(change.wanted, wanted_packages(resolution, omissions));
  TRY_OK(apply_hashes(change.wanted, requirements,
                      options.require_hashes || requirements.files.require_hashes));
  change.plan.exact = options.exact;
  change.plan.keep.insert(kept.begin(), kept.end());
  if (platform || options.python_version) change.plan.runs_here = runs_on(target.environment.tags);
  change.satisfied = kept.size();
  if (!has_backend && !settings->reinstall)
    change.when_planned = [&](const InstallPlan& plan) {
      return refuse_swap(plan, resolution, requirements.requirements);
    };
  TRY(const EnvironmentOutcome outcome,
      change_environment(std::move(change), interpreter, services));
  return show_outcome(outcome, services);
}

}  // namespace axle
