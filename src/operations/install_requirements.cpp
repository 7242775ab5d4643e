// SPDX-License-Identifier: MIT
#include "operations/install_requirements.hpp"

#include <memory>
#include <utility>

#include "arms/torch_backend.hpp"
#include "arms/torch_swap.hpp"
#include "axle/standards/core_metadata.hpp"
#include "base/try.hpp"
#include "operations/asked_requirements.hpp"
#include "operations/install_pylock.hpp"
#include "provision/pip_requirements.hpp"
#include "provision/resolve_packages.hpp"
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

bool requires_hashes(const PipChangeOptions& options, const PipRequirements& requirements) {
  return options.require_hashes || requirements.files.require_hashes;
}

/// Whether the hashes of the files count. Those of indexes and in URLs always do.
bool checks_hashes(const PipChangeOptions& options, const PipRequirements& requirements) {
  return !options.no_verify_hashes || requires_hashes(options, requirements);
}

Result<AskedRequirements> ask_for_change(PipRequirements requirements, const Settings& settings,
                                         const PipChangeOptions& options, Services& services) {
  TRY_OK(add_project_limits(requirements, settings, services));
  if (!checks_hashes(options, requirements) && !requirements.hashes.empty())
    services.reporter().warning(
        "the hashes in requirements files are not checked (`--no-verify-hashes`)");
  services.expect_requests();
  TRY(Interpreter interpreter, pip_environment(options.target, !options.dry_run, services));
  return ask(std::move(requirements), settings, std::move(interpreter),
             {.python_version = options.python_version,
              .python_platform = options.python_platform,
              .profile = options.profile,
              .build_constraints = options.build.build_constraints},
             services);
}

/// The change that brings what was resolved; `kept` packages stay as they are installed.
Result<EnvironmentChange> change_to(const Resolution& resolution, const AskedRequirements& asked,
                                    const PipChangeOptions& options,
                                    const std::vector<PackageName>& kept) {
  Omissions omissions;
  omissions.packages.insert(kept.begin(), kept.end());
  omissions.commits = asked.builder->use().commits;
  EnvironmentChange change = environment_change(asked.settings, options.installer);
  change.only_plan = options.dry_run;
  change.build_constraints = asked.builder->use().constraints;
  TRY(change.wanted, wanted_packages(resolution, omissions));
  if (checks_hashes(options, asked.requirements))
    TRY_OK(apply_hashes(change.wanted, asked.requirements,
                        requires_hashes(options, asked.requirements)));
  change.plan.keep.insert(kept.begin(), kept.end());
  if (asked.is_elsewhere) change.plan.runs_here = runs_on(asked.target.environment.tags);
  change.satisfied = kept.size();
  return change;
}

/// What is installed and answers a requirement is kept: no index is asked for it.
Result<ResolveInput> input_beside_installed(const AskedRequirements& asked, bool with_dependencies,
                                            const Services& services) {
  ResolveInput input = pip_input(asked.requirements, asked.settings, asked.target, services);
  input.with_dependencies = with_dependencies;
  if (!asked.settings.reinstall) {
    TRY(input.installed, known_installed(asked.interpreter, asked.target.environment.tags));
  }
  for (const SourcedRequirement& requirement : asked.requirements.requirements)
    if (is_direct(requirement)) input.reinstall.insert(requirement.name);
  return input;
}

}  // namespace

Result<EnvironmentOutcome> install_requirements(const PipInstallOptions& options,
                                                Services& services) {
  if (options.packages.empty() && options.requirements.empty() && options.editables.empty() &&
      options.pylock.groups.empty())
    return fail(ErrorKind::invalid_input, "nothing was asked for: no package and no `-r FILE`",
                "name a package, such as `axle pip install torch`");
  const bool has_others = !options.packages.empty() || !options.constraints.empty() ||
                          !options.overrides.empty() || !options.editables.empty();
  TRY(const auto pylock, only_pylock(options.requirements, has_others, options.pylock));
  if (pylock) return install_pylock(*pylock, options, options.exact, services);
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
  TRY(const AskedRequirements asked,
      ask_for_change(std::move(requirements), *settings, options, services));
  TRY(ResolveInput input, input_beside_installed(asked, !options.no_deps, services));
  TRY(const bool has_backend,
      lead_to_backend(input, {*settings, options.resolver, options.profile}, services));
  TRY(const Resolution resolution,
      resolve_packages(input, options.resolver, *asked.builder, services));
  TRY(EnvironmentChange change,
      change_to(resolution, asked, options, kept_as_installed(resolution)));
  change.plan.exact = options.exact;
  if (!has_backend && !settings->reinstall)
    change.when_planned = [&](const InstallPlan& plan) {
      return refuse_swap(plan, resolution, asked.requirements.requirements);
    };
  return change_environment(std::move(change), asked.interpreter, services);
}

Result<std::optional<EnvironmentOutcome>> sync_requirements(const PipSyncOptions& options,
                                                            Services& services) {
  TRY(const auto pylock, only_pylock(options.files, !options.constraints.empty(), options.pylock));
  if (pylock) return install_pylock(*pylock, options, true, services);
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
  if (requirements.is_empty() && !options.allow_empty) return std::nullopt;
  TRY(const AskedRequirements asked,
      ask_for_change(std::move(requirements), *settings, options, services));
  // The file is the whole environment: nothing is asked for but what it names.
  TRY(ResolveInput input, input_beside_installed(asked, false, services));
  TRY_OK(lead_to_backend(input, {*settings, options.resolver, options.profile}, services));
  TRY(const Resolution resolution,
      resolve_packages(input, options.resolver, *asked.builder, services));
  TRY(EnvironmentChange change,
      change_to(resolution, asked, options, kept_as_installed(resolution)));
  return change_environment(std::move(change), asked.interpreter, services);
}

}  // namespace axle
