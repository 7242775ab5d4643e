// SPDX-License-Identifier: MIT
#include "provision/planned_builds.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/try.hpp"
#include "provision/source_builder.hpp"
#include "provision/source_notes.hpp"

namespace axle {
namespace {

bool is_built(const WantedPackage& package) { return package.source != nullptr; }

Result<BuildUse> build_use(const EnvironmentChange& change, const Interpreter& interpreter,
                           Services& services) {
  TRY(const Settings* const kept, services.settings({}));
  BuildUse use{.settings = change.settings != nullptr ? *change.settings : *kept,
               .interpreter = interpreter,
               .constraints = change.build_constraints,
               .members = change.members};
  for (const WantedPackage& package : change.wanted)
    if (!package.has_any_version) use.runtime.emplace(package.name, package.version);
  return use;
}

bool is_in_place(const WantedPackage& package, const EnvironmentChange& change) {
  return is_built(package) && change.settings != nullptr &&
         change.settings->builds.no_isolation_packages.contains(package.name);
}

}  // namespace

Result<void> compare_builds(EnvironmentChange& change, std::vector<InstalledPackage>& installed,
                            const Interpreter& interpreter, Services& services) {
  TRY_OK(compare_direct_wheels(change.wanted, installed));
  if (std::ranges::none_of(change.wanted, is_built)) return {};
  TRY(BuildUse use, build_use(change, interpreter, services));
  const SourceBuilder builder(std::move(use), services);
  for (WantedPackage& package : change.wanted) {
    if (!package.source) continue;
    TRY(package.notes, builder.notes(*package.source));
    for (InstalledPackage& there : installed) {
      if (there.name != package.name) continue;
      if (!package.notes.source.empty()) there.source_note = source_note(there, "uv_cache.json");
      there.settings_note = source_note(there, "uv_build.json");
    }
  }
  return {};
}

Result<void> build_planned(InstallPlan& plan, const EnvironmentChange& change,
                           const Interpreter& interpreter, Services& services) {
  if (std::ranges::none_of(plan.installs,
                           [](const PlannedInstall& install) { return is_built(install.wanted); }))
    return {};
  TRY(BuildUse use, build_use(change, interpreter, services));
  SourceBuilder builder(std::move(use), services);
  return build_planned(plan, builder);
}

Result<void> build_planned(InstallPlan& plan, SourceBuilder& builder) {
  std::vector<WantedPackage*> built;
  std::vector<PackageSource> sources;
  for (PlannedInstall& install : plan.installs) {
    if (!install.wanted.source) continue;
    built.push_back(&install.wanted);
    sources.push_back(*install.wanted.source);
  }
  TRY(const std::vector<std::filesystem::path> wheels, builder.wheels(sources));
  for (std::size_t i = 0; i < wheels.size(); ++i) {
    WantedPackage& wanted = *built[i];
    const std::filesystem::path& wheel = wheels[i];
    TRY(WheelFilename name, WheelFilename::parse(wheel.filename().string()));
    wanted.version = name.version;
    wanted.wheel = {.wheel = std::move(name),
                    .filename = wheel.filename().string(),
                    .url = {},
                    .path = wheel,
                    .hashes = {},
                    .size = std::nullopt,
                    .index = {},
                    .is_built_here = true};
  }
  return {};
}

bool has_builds_in_place(const EnvironmentChange& change) {
  if (change.settings == nullptr || change.settings->builds.no_isolation) return false;
  return std::ranges::any_of(
      change.wanted, [&](const WantedPackage& package) { return is_in_place(package, change); });
}

EnvironmentChange before_builds_in_place(const EnvironmentChange& change) {
  EnvironmentChange first = change;
  std::erase_if(first.wanted, [&](const WantedPackage& package) {
    if (!is_in_place(package, change)) return false;
    first.plan.keep.insert(package.name);
    return true;
  });
  return first;
}

EnvironmentChange with_builds_in_place(EnvironmentChange change) {
  // What was installed again is not installed a third time.
  PlanOptions& plan = change.plan;
  std::set<PackageName> again;
  for (const PackageName& name : change.settings->builds.no_isolation_packages)
    if (plan.reinstall_all || plan.reinstall.contains(name)) again.insert(name);
  plan.reinstall_all = false;
  plan.reinstall = std::move(again);
  return change;
}

bool needs_environment(const EnvironmentChange& change) {
  if (change.settings == nullptr) return false;
  return change.settings->builds.no_isolation ? std::ranges::any_of(change.wanted, is_built)
                                              : has_builds_in_place(change);
}

EnvironmentChange before_environment(const EnvironmentChange& change) {
  if (!change.settings->builds.no_isolation) return before_builds_in_place(change);
  EnvironmentChange first = change;
  first.wanted.clear();
  return first;
}

EnvironmentOutcome joined(EnvironmentOutcome first, EnvironmentOutcome second) {
  const auto append = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  append(first.plan.installs, second.plan.installs);
  append(first.plan.removals, second.plan.removals);
  append(first.report.startup_hooks, second.report.startup_hooks);
  append(first.report.kept_files, second.report.kept_files);
  first.report.installed += second.report.installed;
  first.report.removed += second.report.removed;
  first.checked = second.checked;
  first.elapsed += second.elapsed;
  return first;
}

}  // namespace axle
