// SPDX-License-Identifier: MIT
#include "operations/locked_set.hpp"

#include "base/file.hpp"
#include "base/try.hpp"
#include "operations/plan_arms.hpp"

namespace axle {
namespace {

bool has_lock(const Services& services) {
  for (fs::path folder = services.project_directory();; folder = folder.parent_path()) {
    if (file_exists(folder / "pyproject.toml") &&
        (file_exists(folder / "axle.lock") || file_exists(folder / "uv.lock")))
      return true;
    if (!folder.has_relative_path()) return false;
  }
}

}  // namespace

Result<std::optional<InstalledSet>> locked_set(const std::string& profile, Services& services) {
  if (!has_lock(services)) return std::optional<InstalledSet>();
  PlanSelection selection;
  selection.selection.profile = profile;
  selection.lock.frozen = true;
  TRY(const std::vector<ArmPlan> plans, plan_arms(selection, services));
  const ArmPlan& plan = plans.front();
  if (!plan.refusal.empty()) return fail(ErrorKind::no_solution, plan.refusal);
  InstalledSet set;
  for (const PlannedPackage& package : plan.packages)
    set.packages.push_back({.name = package.name.text(), .version = package.version.to_string()});
  set.torch_arm = plan.accelerator;
  return std::optional(std::move(set));
}

}  // namespace axle
