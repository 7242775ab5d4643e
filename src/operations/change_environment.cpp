// SPDX-License-Identifier: MIT
#include "operations/change_environment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axle/fetch/fetch.hpp"
#include "axle/install/environment.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "operations/settings_layer.hpp"
#include "operations/told_metadata.hpp"
#include "operations/wheel_tags.hpp"

namespace axle {
namespace {

constexpr unsigned usual_downloads = 8;
constexpr unsigned most_downloads = 1000;
constexpr unsigned most_workers = 256;

unsigned at_most(std::uint64_t wish, unsigned most) {
  return static_cast<unsigned>(std::min<std::uint64_t>(wish, most));
}

using Time = std::chrono::steady_clock::time_point;

Time now() { return std::chrono::steady_clock::now(); }

constexpr std::chrono::minutes lock_patience{5};

/// Those that are neither in the store nor on this machine.
Result<std::size_t> missing_wheels(const InstallPlan& plan, Services& services) {
  TRY(Cache* const cache, services.cache());
  std::size_t count = 0;
  for (const WheelToFetch& wheel : plan.wheels()) {
    TRY(const auto stored, find_stored_wheel(wheel, *cache));
    if (!stored) ++count;
  }
  return count;
}

/// What a plan comes to that is not carried out.
Result<EnvironmentOutcome> planned(InstallPlan plan, Services& services) {
  EnvironmentOutcome outcome{.plan = std::move(plan), .is_carried_out = false};
  TRY(outcome.downloads, missing_wheels(outcome.plan, services));
  return outcome;
}

/// Downloads, unpacks and links, each wheel as soon as it can be.
Result<InstallReport> carry_out(const InstallPlan& plan, const EnvironmentChange& change,
                                const EnvironmentLock& lock, const Interpreter& interpreter,
                                Services& services) {
  TRY(Cache* const cache, services.cache());
  HttpClient* client = nullptr;
  const std::vector<WheelToFetch> wheels = plan.wheels();
  const bool needs_network =
      std::ranges::any_of(wheels, [](const WheelToFetch& wheel) { return wheel.path.empty(); });
  if (needs_network && change.indexes != nullptr) {
    TRY(client, services.http(*change.indexes));
  }
  const InstallTarget target = install_target(interpreter);
  TRY(Installation installation, Installation::begin({.lock = lock,
                                                      .plan = plan,
                                                      .target = target,
                                                      .options = change.install,
                                                      .reporter = services.reporter()}));
  TRY(const Settings* const settings, services.settings({}));
  const FetchServices fetch{
      .http = client,
      .cache = *cache,
      .reporter = services.reporter(),
      .threads = at_most(settings->concurrent_installs.value_or(0), most_workers),
      .downloads =
          at_most(settings->concurrent_downloads.value_or(usual_downloads), most_downloads),
      .offline = client == nullptr};
  const Time start = now();
  TRY(const HttpCache* const http_cache, services.http_cache());
  const auto stage = [&](std::size_t position, const StoredWheel& wheel) -> Result<void> {
    TRY_OK(check_told_metadata(wheels[position], wheel, *cache, *http_cache));
    if (change.when_stored) TRY_OK(change.when_stored(wheels[position], wheel));
    return installation.stage(position, wheel);
  };
  TRY_OK(fetch_wheels(wheels, fetch, stage));
  if (!wheels.empty()) services.reporter().prepared(wheels.size(), now() - start);
  return installation.commit();
}

PlanOptions with_tags(PlanOptions options, const Interpreter& interpreter) {
  if (options.runs_here) return options;  // for another machine
  options.runs_here = [tags = interpreter.tags()](std::span<const std::string> written) {
    return runs_with(tags, written);
  };
  return options;
}

}  // namespace

EnvironmentChange environment_change(const Settings& settings, const InstallerFlags& flags) {
  EnvironmentChange change{.wanted = {}, .plan = {}, .install = {}, .indexes = &settings.indexes};
  change.plan.reinstall_all = settings.reinstall;
  change.plan.reinstall = settings.reinstall_package;
  change.install.link_mode = link_mode_of(settings.link_mode);
  change.install.deny_startup_hooks = flags.deny_hooks;
  return change;
}

Result<EnvironmentOutcome> change_environment(EnvironmentChange change,
                                              const Interpreter& interpreter, Services& services) {
  const Time start = now();
  TRY(const EnvironmentLock lock, EnvironmentLock::acquire(interpreter.prefix, lock_patience));
  TRY(std::vector<InstalledPackage> installed, installed_packages(interpreter));
  const std::size_t wanted = change.wanted.size() + change.satisfied;
  TRY(InstallPlan plan, plan_install(std::move(change.wanted), std::move(installed),
                                     with_tags(change.plan, interpreter)));
  if (change.only_plan) return planned(std::move(plan), services);
  EnvironmentOutcome outcome{.plan = std::move(plan), .checked = wanted};
  if (outcome.plan.is_empty()) {
    outcome.elapsed = now() - start;
    return outcome;
  }
  const Time install_start = now();
  TRY(outcome.report, carry_out(outcome.plan, change, lock, interpreter, services));
  outcome.elapsed = now() - install_start;
  return outcome;
}

Result<EnvironmentOutcome> plan_new_environment(EnvironmentChange change, Services& services) {
  TRY(InstallPlan plan, plan_install(std::move(change.wanted), {}, change.plan));
  return planned(std::move(plan), services);
}

Result<EnvironmentOutcome> remove_packages(const std::vector<PackageName>& names,
                                           const Interpreter& interpreter, bool only_plan,
                                           Services& services) {
  const Time start = now();
  TRY(const EnvironmentLock lock, EnvironmentLock::acquire(interpreter.prefix, lock_patience));
  TRY(std::vector<InstalledPackage> installed, installed_packages(interpreter));
  PlanOptions options;
  for (const PackageName& name : names)
    if (std::ranges::none_of(installed,
                             [&](const InstalledPackage& package) { return package.name == name; }))
      services.reporter().warning(fmt::format("Skipping {} as it is not installed", name.text()));
  for (const InstalledPackage& package : installed)
    if (std::ranges::find(names, package.name) == names.end()) options.keep.insert(package.name);
  TRY(InstallPlan plan, plan_install({}, std::move(installed), options));
  if (only_plan) return planned(std::move(plan), services);
  EnvironmentOutcome outcome{.plan = std::move(plan)};
  if (outcome.plan.is_empty()) return outcome;
  const InstallTarget target = install_target(interpreter);
  TRY(outcome.report, apply_plan({.lock = lock,
                                  .plan = outcome.plan,
                                  .target = target,
                                  .options = {},
                                  .reporter = services.reporter()},
                                 {}));
  outcome.elapsed = now() - start;
  return outcome;
}

}  // namespace axle
