// SPDX-License-Identifier: MIT
#include "operations/plan_arms.hpp"

#include "arms/choose_arm.hpp"
#include "arms/profile_platform.hpp"
#include "arms/uv_arms.hpp"
#include "axle/fetch/fetch.hpp"
#include "base/try.hpp"
#include "lock/arms.hpp"
#include "locking/locking.hpp"
#include "locking/open_project.hpp"
#include "provision/project_selection.hpp"
#include "provision/resolve_packages.hpp"
#include "services/python_target.hpp"
#include "services/settings_layer.hpp"
#include "services/wheel_sizes.hpp"
#include "syncing/locked_packages.hpp"

namespace axle {
namespace {

/// The parts of the project that every plan is of.
struct PlanContext {
  const Project& project;
  const LockSelection& selection;
  const ResolutionTarget& target;
  const Omissions& omissions;
  const BuildOptions& build;
  Cache& cache;
};

Result<std::vector<PlannedPackage>> planned_packages(const Lockfile& lockfile,
                                                     const PlanContext& context) {
  TRY(const std::vector<WantedPackage> wanted,
      locked_packages(
          lockfile, context.project, context.selection,
          {.target = context.target, .omissions = context.omissions, .build = context.build}));
  std::vector<PlannedPackage> packages;
  for (const WantedPackage& package : wanted) {
    PlannedPackage planned{
        package.name,      package.version,    package.wheel.filename,     package.wheel.index,
        package.wheel.url, package.wheel.size, !package.wheel.path.empty()};
    if (!planned.is_stored && package.source == nullptr) {
      TRY(const auto stored, find_stored_wheel(package.wheel, context.cache));
      planned.is_stored = stored.has_value();
    }
    packages.push_back(std::move(planned));
  }
  return packages;
}

/// An accelerator that is not to be had here is no reason not to show the others.
Result<ArmPlan> plan_of(const Lockfile& whole, const std::string& arm, const PlanContext& context) {
  TRY(const Lockfile part, project_arm(whole, arm));
  ArmPlan plan{arm, {}, {}};
  auto packages = planned_packages(part, context);
  if (packages)
    plan.packages = *std::move(packages);
  else if (packages.error().kind == ErrorKind::invalid_input ||
           packages.error().kind == ErrorKind::no_solution)
    plan.refusal = packages.error().message;
  else
    return std::unexpected(std::move(packages).error());
  return plan;
}

/// PyTorch's index states no sizes: the servers that have the files do.
Result<void> learn_sizes(std::vector<ArmPlan>& plans, const IndexSet& indexes, Services& services) {
  std::vector<std::string> urls;
  std::vector<PlannedPackage*> unknown;
  for (ArmPlan& plan : plans)
    for (PlannedPackage& package : plan.packages)
      if (!package.is_stored && !package.size && !package.url.empty()) {
        urls.push_back(package.url);
        unknown.push_back(&package);
      }
  TRY(const auto sizes, sizes_at_servers(urls, indexes, services));
  for (std::size_t i = 0; i < sizes.size(); ++i) unknown[i]->size = sizes[i];
  return {};
}

/// With the sizes that the lock has.
Result<std::vector<ArmPlan>> plans_by_lock(const PlanSelection& options, const Settings& settings,
                                           Services& services) {
  TRY(const Project project, open_project(settings, services));
  TRY(const Interpreter interpreter, project_interpreter(project, options.python, services));
  TRY(const auto platform,
      chosen_platform(options.python_platform, options.selection.profile, services));
  TRY(const ResolutionTarget target,
      resolution_target(interpreter, options.python_version, platform, services.environment()));
  TRY(const LockOutcome lock, lock_project({.project = project,
                                            .settings = settings,
                                            .resolver = options.resolver,
                                            .python = options.python,
                                            .use = lock_use(options.lock, false, services)},
                                           services));
  TRY(const SelectionOptions selected,
      with_accelerator_extra(options.selection, lock.lockfile, &target.environment.markers,
                             services));
  TRY(const LockSelection selection, select(project, lock.lockfile, selected));
  TRY(Cache* const cache, services.cache());
  const Omissions omissions{.packages = {}, .local = true};
  const PlanContext context{project, selection, target, omissions, settings.build, *cache};
  std::vector<ArmPlan> plans;
  if (!lock.lockfile.accelerators) {
    ArmPlan plan;
    TRY(plan.packages, planned_packages(lock.lockfile, context));
    plans.push_back(std::move(plan));
    return plans;
  }
  for (const LockedArm& arm : lock.lockfile.accelerators->arms) {
    if (selected.accelerator && *selected.accelerator != "auto" &&
        *selected.accelerator != arm.name)
      continue;
    TRY(ArmPlan plan, plan_of(lock.lockfile, arm.name, context));
    plans.push_back(std::move(plan));
  }
  if (plans.empty() || selected.profile ||
      (selected.accelerator && *selected.accelerator == "auto")) {
    TRY(const ArmRecord chosen,
        choose_arm(lock.lockfile, project, selected, &target.environment.markers, services));
    std::erase_if(plans,
                  [&](const ArmPlan& plan) { return plan.accelerator != chosen.accelerator; });
  }
  return plans;
}

}  // namespace

std::uint64_t ArmPlan::download() const {
  std::uint64_t bytes = 0;
  for (const PlannedPackage& package : packages)
    if (!package.is_stored) bytes += package.size.value_or(0);
  return bytes;
}

std::size_t ArmPlan::unknown() const {
  std::size_t count = 0;
  for (const PlannedPackage& package : packages)
    if (!package.is_stored && !package.size) ++count;
  return count;
}

Result<std::vector<ArmPlan>> plan_arms(const PlanSelection& options, Services& services) {
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(std::vector<ArmPlan> plans, plans_by_lock(options, *settings, services));
  TRY_OK(learn_sizes(plans, settings->indexes, services));
  return plans;
}

}  // namespace axle
