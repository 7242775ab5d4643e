// SPDX-License-Identifier: MIT
#include "provision/change_environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "axle/fetch/fetch.hpp"
#include "axle/install/environment.hpp"
#include "base/try.hpp"
#include "provision/carry_out.hpp"
#include "provision/generations.hpp"
#include "provision/planned_builds.hpp"
#include "provision/wheel_tags.hpp"
#include "python/pyvenv_cfg.hpp"
#include "services/interrupted_environment.hpp"
#include "services/lock_patience.hpp"
#include "services/settings_layer.hpp"

namespace axle {
namespace {

using Time = std::chrono::steady_clock::time_point;

Time now() { return std::chrono::steady_clock::now(); }

/// Those that are neither in the store nor on this machine.
Result<std::set<PackageName>> missing_wheels(const InstallPlan& plan, Services& services) {
  TRY(Cache* const cache, services.cache());
  std::set<PackageName> missing;
  for (const PlannedInstall& install : plan.installs) {
    TRY(const auto stored, find_stored_wheel(install.wanted.wheel, *cache));
    if (!stored) missing.insert(install.wanted.name);
  }
  return missing;
}

/// What a plan comes to that is not carried out.
Result<EnvironmentOutcome> planned(InstallPlan plan, const EnvironmentChange& change,
                                   Services& services) {
  if (change.when_planned) TRY_OK(change.when_planned(plan));
  EnvironmentOutcome outcome{.plan = std::move(plan), .is_carried_out = false};
  TRY(outcome.missing, missing_wheels(outcome.plan, services));
  return outcome;
}

/// Packages that others put into an environment when they made it, for its user to work with: they
/// are left alone unless the environment is one of those that come without.
std::set<PackageName> seeds_of(const Interpreter& interpreter) {
  const auto keys = read_pyvenv_cfg(interpreter.prefix);
  const bool is_bare =
      keys && (keys->contains("axle") || keys->contains("uv")) && !keys->contains("seed");
  std::set<PackageName> seeds;
  if (is_bare) return seeds;
  for (const char* name : {"pip", "setuptools", "wheel", "uv"})
    if (auto parsed = PackageName::parse(name)) seeds.insert(*std::move(parsed));
  return seeds;
}

PlanOptions with_tags(PlanOptions options, const Interpreter& interpreter) {
  options.keep.merge(seeds_of(interpreter));
  if (options.runs_here) return options;  // for another machine
  options.runs_here = [tags = interpreter.tags()](std::span<const std::string> written) {
    return runs_with(tags, written);
  };
  return options;
}

Result<EnvironmentLock> lock_environment(const Interpreter& interpreter, Services& services) {
  TRY(const auto patience, lock_patience(services.environment()));
  return EnvironmentLock::acquire(interpreter.prefix, patience, services.reporter());
}

/// Makes the environment what is wanted in one go.
Result<EnvironmentOutcome> make_so(EnvironmentChange change, const Interpreter& interpreter,
                                   Services& services) {
  const Time start = now();
  const std::size_t wanted = change.wanted.size() + change.satisfied;
  const PlanOptions options = with_tags(change.plan, interpreter);
  // Looking needs no lock and writes nothing, so that a disk may be read-only where there is
  // nothing to do. What another run has under way shows in the environment.
  const bool is_quiet = !was_interrupted(interpreter.prefix);
  if (change.only_plan || is_quiet) {
    warn_if_interrupted(interpreter, services);
    TRY(std::vector<InstalledPackage> installed, installed_packages(interpreter));
    TRY_OK(compare_builds(change, installed, interpreter, services));
    TRY(InstallPlan plan, plan_install(change.wanted, std::move(installed), options));
    if (change.only_plan) return planned(std::move(plan), change, services);
    if (plan.is_empty() && !was_interrupted(interpreter.prefix))
      return EnvironmentOutcome{
          .plan = std::move(plan), .checked = wanted, .elapsed = now() - start};
  }
  TRY(const EnvironmentLock lock, lock_environment(interpreter, services));
  TRY(std::vector<InstalledPackage> installed, installed_packages(interpreter));
  TRY_OK(compare_builds(change, installed, interpreter, services));
  TRY(InstallPlan plan, plan_install(change.wanted, std::move(installed), options));
  EnvironmentOutcome outcome{.plan = std::move(plan), .checked = wanted};
  if (outcome.plan.is_empty()) {
    outcome.elapsed = now() - start;
    return outcome;
  }
  if (change.compile_bytecode) change.install.bytecode_compiler = interpreter.base_executable;
  TRY(CarriedOut done, carry_out({.plan = outcome.plan,
                                  .change = change,
                                  .lock = lock,
                                  .target = install_target(interpreter),
                                  .interpreter = interpreter,
                                  .skeleton = {}},
                                 services));
  outcome.report = std::move(done.report);
  outcome.elapsed = done.elapsed;
  return outcome;
}

}  // namespace

EnvironmentChange environment_change(const Settings& settings, const InstallerFlags& flags) {
  EnvironmentChange change{
      .wanted = {}, .plan = {}, .install = {}, .indexes = &settings.indexes, .settings = &settings};
  change.plan.reinstall_all = settings.reinstall;
  change.plan.reinstall = settings.reinstall_package;
  change.install.link_mode = link_mode_of(settings.link_mode);
  change.install.deny_startup_hooks = flags.deny_hooks;
  change.install.allow_overlap = settings.allow_overlap;
  change.compile_bytecode = settings.compile_bytecode;
  return change;
}

Result<EnvironmentOutcome> change_environment(EnvironmentChange change,
                                              const Interpreter& interpreter, Services& services) {
  const EnvironmentOutcome::Place place{interpreter.prefix, interpreter.executable,
                                        interpreter.version, interpreter.implementation};
  const bool is_one_step = change.only_plan || !has_builds_in_place(change);
  TRY(EnvironmentOutcome outcome,
      make_so(is_one_step ? std::move(change) : before_builds_in_place(change), interpreter,
              services));
  if (!is_one_step) {
    TRY(EnvironmentOutcome second,
        make_so(with_builds_in_place(std::move(change)), interpreter, services));
    outcome = joined(std::move(outcome), std::move(second));
  }
  outcome.place = place;
  return outcome;
}

Result<EnvironmentOutcome> plan_new_environment(EnvironmentChange change, Services& services) {
  TRY(InstallPlan plan, plan_install(std::move(change.wanted), {}, change.plan));
  return planned(std::move(plan), change, services);
}

Result<EnvironmentOutcome> remove_packages(const std::vector<PackageName>& names,
                                           const Interpreter& interpreter, bool only_plan,
                                           Services& services) {
  const Time start = now();
  std::optional<EnvironmentLock> lock;
  if (only_plan) {
    warn_if_interrupted(interpreter, services);
  } else {
    TRY(lock, lock_environment(interpreter, services));
  }
  TRY(std::vector<InstalledPackage> installed, installed_packages(interpreter));
  PlanOptions options;
  for (const PackageName& name : names)
    if (std::ranges::none_of(installed,
                             [&](const InstalledPackage& package) { return package.name == name; }))
      services.reporter().warning(fmt::format("Skipping {} as it is not installed", name.text()));
  for (const InstalledPackage& package : installed)
    if (std::ranges::find(names, package.name) == names.end()) options.keep.insert(package.name);
  TRY(InstallPlan plan, plan_install({}, std::move(installed), options));
  if (only_plan) return planned(std::move(plan), {}, services);
  EnvironmentOutcome outcome{.plan = std::move(plan)};
  if (outcome.plan.is_empty()) return outcome;
  const InstallTarget target = install_target(interpreter);
  TRY(outcome.report, apply_plan({.lock = *lock,
                                  .plan = outcome.plan,
                                  .target = target,
                                  .options = {},
                                  .reporter = services.reporter()},
                                 {}));
  TRY(Cache* const cache, services.cache());
  record_generation(
      interpreter.prefix,
      {.plan = outcome.plan, .sha256 = {}, .time = seconds_of(services.clock().now())}, *cache);
  outcome.elapsed = now() - start;
  return outcome;
}

}  // namespace axle
