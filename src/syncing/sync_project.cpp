// SPDX-License-Identifier: MIT
#include "syncing/sync_project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "arms/changed_machine.hpp"
#include "arms/choose_arm.hpp"
#include "arms/machine_choice.hpp"
#include "arms/machine_faults.hpp"
#include "arms/profile_platform.hpp"
#include "arms/uv_arms.hpp"
#include "axle/install/environment.hpp"
#include "axle/project/project.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "locking/open_project.hpp"
#include "provision/carry_out.hpp"
#include "provision/make_environment.hpp"
#include "provision/planned_builds.hpp"
#include "provision/project_selection.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/wanted_packages.hpp"
#include "provision/wheel_tags.hpp"
#include "services/download_limit.hpp"
#include "services/lock_patience.hpp"
#include "services/locked_hashes.hpp"
#include "services/settings_layer.hpp"
#include "syncing/group_pythons.hpp"
#include "syncing/locked_packages.hpp"
#include "syncing/unlocked_needs.hpp"

namespace axle {
namespace {

void say_environment(const ProjectEnvironment& environment, Services& services) {
  Reporter& reporter = services.reporter();
  const std::string place = shown_place(environment, services);
  switch (environment.state) {
    case ProjectEnvironment::State::usable:
      reporter.notice(fmt::format("Would use project environment at: {}", place));
      return;
    case ProjectEnvironment::State::needs_word:
      return;
    case ProjectEnvironment::State::to_create:
    case ProjectEnvironment::State::to_replace:
      reporter.notice(
          fmt::format("Using {} interpreter at: {}", environment.interpreter.display_name(),
                      escape_foreign(environment.interpreter.base_executable.string())));
      reporter.notice(fmt::format(
          "Would {} project environment at: {}",
          environment.state == ProjectEnvironment::State::to_create ? "create" : "replace", place));
  }
}

void say_lockfile(const LockOutcome& lock, std::string_view name, Services& services) {
  services.reporter().notice(fmt::format("{} lockfile at: {}",
                                         !lock.is_changed ? "Found up-to-date"
                                         : lock.previous  ? "Would update"
                                                          : "Would create",
                                         name));
}

bool means_the_same_again(const SyncOptions& options, const Settings& settings,
                          const EnvironmentChange& change) {
  if (options.dry_run || options.check || settings.no_cache) return false;
  if (options.resolver.refresh || !options.resolver.refresh_package.empty()) return false;
  if (settings.upgrade || !settings.upgrade_package.empty() ||
      !options.resolver.upgrade_group.empty())
    return false;
  if (settings.reinstall || !settings.reinstall_package.empty()) return false;
  return std::ranges::none_of(change.wanted, [](const WantedPackage& package) {
    return package.direct_url || !package.wheel.path.empty();
  });
}

/// What the environment is looked up by.
struct Asked {
  const Project& project;
  const SyncOptions& options;
};

/// Makes the environment with its packages. Another run may have been faster, or an interrupted one
/// has just been completed: then only what is missing is done.
Result<EnvironmentOutcome> make_or_change(EnvironmentChange change, ProjectEnvironment& environment,
                                          const Asked& asked, Services& services) {
  using State = ProjectEnvironment::State;
  const auto [project, options] = asked;
  Reporter& reporter = services.reporter();
  TRY(const auto patience, lock_patience(services.environment()));
  TRY(std::optional<EnvironmentLock> lock,
      EnvironmentLock::acquire_to_make(environment.path, patience, reporter));
  TRY(environment, project_environment(project, options.python, options.active, services));
  TRY_OK(check_may_run(environment));
  if (environment.state == State::usable) {
    lock.reset();
    return change_environment(std::move(change), environment.interpreter, services);
  }
  const bool replaces = environment.state == State::to_replace;
  const std::string place = shown_place(environment, services);
  reporter.notice(fmt::format("Using {} interpreter at: {}", environment.interpreter.display_name(),
                              escape_foreign(environment.interpreter.base_executable.string())));
  reporter.notice(
      fmt::format("{} virtual environment at: {}", replaces ? "Replacing" : "Creating", place));
  // What is built in the environment itself needs that it is there.
  const bool is_built_in_place = needs_environment(change);
  EnvironmentChange first = is_built_in_place ? before_environment(change) : change;
  TRY(EnvironmentOutcome outcome, make_environment(std::move(first),
                                                   {.path = environment.path,
                                                    .base = environment.interpreter,
                                                    .options = project_venv_options(project)},
                                                   *lock, services));
  environment.state = State::usable;
  if (!is_built_in_place) return outcome;
  lock.reset();
  TRY(EnvironmentOutcome rest, change_environment(with_builds_in_place(std::move(change)),
                                                  environment.interpreter, services));
  return joined(std::move(outcome), std::move(rest));
}

Result<EnvironmentOutcome> bring_about(EnvironmentChange change, ProjectEnvironment& environment,
                                       const Asked& asked, Services& services) {
  if (environment.state == ProjectEnvironment::State::usable)
    return change_environment(std::move(change), environment.interpreter, services);
  const Interpreter& base = environment.interpreter;
  const EnvironmentOutcome::Place place{environment.path, environment.path / "bin" / "python",
                                        base.version, base.implementation};
  TRY(EnvironmentOutcome outcome,
      change.only_plan ? plan_new_environment(std::move(change), services)
                       : make_or_change(std::move(change), environment, asked, services));
  outcome.place = place;
  return outcome;
}

/// Writes a new lock once: with the first change of the environment that can no longer fail, or
/// when all is done. A sync that fails leaves the old one.
class LockToWrite {
 public:
  LockToWrite(fs::path file, std::string text) : file_(std::move(file)), text_(std::move(text)) {}
  Result<void> write() {
    if (text_.empty()) return {};
    return write_file_atomically(file_, std::exchange(text_, {}));
  }

 private:
  fs::path file_;
  std::string text_;
};

/// What is chosen of the lock. Where there is no such extra or group the lock is right all the
/// same, and stays.
Result<LockSelection> select_or_write(const Project& project, const Lockfile& lockfile,
                                      const SelectionOptions& options, LockToWrite& new_lock) {
  auto selection = select(project, lockfile, options);
  if (!selection) TRY_OK(new_lock.write());
  return selection;
}

/// What the plan needs beside the packages themselves.
void complete_change(EnvironmentChange& change, const Project& project, const SyncOptions& options,
                     const ResolutionTarget& target) {
  change.only_plan = options.dry_run || options.check;
  change.plan.exact = !options.inexact;
  change.build_constraints = project.build_constraints;
  for (const ProjectMember& member : project.members) change.members.insert(member.name);
  if (options.python_platform) change.plan.runs_here = runs_on(target.environment.tags);
}

/// Where the environment's place has `{accelerator}` in it, the lock comes first: it says which
/// there are.
Result<Project> placed_project(const Settings& settings, LockUse use, const SyncOptions& options,
                               Services& services) {
  TRY(Project project, open_project(settings, use, services));
  if (!is_place_by_accelerator(project, services)) return project;
  TRY(const Interpreter interpreter, project_interpreter(project, options.python, services));
  TRY(const ResolutionTarget target,
      resolution_target(interpreter, std::nullopt, options.python_platform,
                        services.environment()));
  TRY(const LockOutcome lock, lock_project({.project = project,
                                            .settings = settings,
                                            .resolver = options.resolver,
                                            .python = options.python,
                                            .use = use,
                                            .only_plan = options.dry_run || options.check,
                                            .is_silent = true},
                                           services));
  TRY_OK(place_project(project, lock.lockfile, options.selection, &target.environment.markers,
                       services));
  return project;
}

/// For another machine nothing is to be said of this one.
bool is_elsewhere(const SyncOptions& options) {
  return options.python_platform || options.selection.profile;
}

/// What has to hold before anything is fetched, and what is said of this machine then.
Result<std::function<Result<void>(const InstallPlan&)>> plan_check(
    const SyncOptions& options, const std::optional<ArmRecord>& arm, const IndexSet& indexes,
    Services& services) {
  TRY(const std::optional<DownloadLimit> limit, DownloadLimit::parse(options.max_download));
  const auto accelerator = arm ? std::optional(arm->accelerator) : std::nullopt;
  return [limit, is_elsewhere = is_elsewhere(options), accelerator, &indexes,
          &services](const InstallPlan& plan) -> Result<void> {
    if (limit) {
      TRY(const std::uint64_t download, download_of(plan, indexes, services));
      TRY_OK(limit->check(download, {}));
    }
    return is_elsewhere ? Result<void>() : warn_of_machine(plan, accelerator, services);
  };
}

}  // namespace

Result<SyncOutcome> sync_project(const SyncOptions& given, Services& services,
                                 const SyncHooks& hooks) {
  SyncOptions options = given;
  TRY(options.python_platform,
      chosen_platform(given.python_platform, given.selection.profile, services));
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  const bool only_plan = options.dry_run || options.check;
  // An environment of this run only is no reason to write the lock.
  const LockUse use = lock_use(options.lock, only_plan || hooks.environment.has_value(), services);
  TRY(const Project project, placed_project(*settings, use, options, services));
  const Project in_environment = narrowed_to_groups(project, options.selection);
  TRY(ProjectEnvironment environment,
      hooks.environment
          ? *hooks.environment
          : project_environment(in_environment, options.python, options.active, services));
  if (!hooks.environment) TRY_OK(check_may_run(environment));
  TRY(const ResolutionTarget target,
      resolution_target(environment.interpreter, std::nullopt, options.python_platform,
                        services.environment()));

  if (only_plan) say_environment(environment, services);
  TRY(LockOutcome lock, lock_project({.project = project,
                                      .settings = *settings,
                                      .resolver = options.resolver,
                                      .python = options.python,
                                      .use = use,
                                      .only_plan = only_plan,
                                      .is_silent = hooks.is_silent,
                                      .is_written_later = true},
                                     services));
  // As uv, nothing of it under `--locked` and `--frozen`.
  if (use == LockUse::dry_run && only_plan) say_lockfile(lock, project.lockfile_name(), services);
  TRY(const SelectionOptions selected,
      with_accelerator_extra(options.selection, lock.lockfile, &target.environment.markers,
                             services));
  TRY(std::optional<ArmRecord> arm,
      take_arm(lock.lockfile, project, selected, &target.environment.markers, services));
  if (arm && !is_elsewhere(options))
    TRY_OK(hold_to_machine(*arm, locked_torch(lock.lockfile), services));
  LockToWrite new_lock(project.lockfile_path(), std::move(lock.unwritten));
  TRY(const LockSelection selection, select_or_write(project, lock.lockfile, selected, new_lock));
  TRY(const auto meant, project_meant(project, selected));
  TRY(const OmittedPackages omitted, omitted_packages(lock.lockfile, meant, options.omission));
  EnvironmentChange change = environment_change(*settings, options.installer);
  change.install.on_commit = [&]() -> Result<void> {
    TRY_OK(new_lock.write());
    return hooks.on_commit ? hooks.on_commit() : Result<void>();
  };
  TRY(const EditableChoice editable,
      editable_choice(options.no_editable, options.no_editable_packages));
  TRY(change.wanted,
      locked_packages(lock.lockfile, project, selection,
                      {.target = target,
                       .omissions = {.packages = omitted.names, .local = omitted.local},
                       .editable = editable,
                       .build = settings->build}));
  if (options.require_hashes) TRY_OK(check_hashes(change.wanted));
  complete_change(change, project, options, target);
  TRY(change.when_planned, plan_check(options, arm, settings->indexes, services));
  const bool is_repeatable = means_the_same_again(options, *settings, change);
  std::set<PackageName> known = omitted.names;
  for (const WantedPackage& package : change.wanted) known.insert(package.name);
  UnlockedNeeds needs(std::move(known), project, *settings, target.environment.markers);
  change.when_stored = [&](const WheelToFetch& wheel, const StoredWheel& stored) {
    return needs.look_at(wheel, stored);
  };
  TRY(EnvironmentOutcome outcome,
      bring_about(std::move(change), environment, {in_environment, options}, services));
  TRY_OK(new_lock.write());
  if (arm) outcome.accelerator = arm->accelerator;
  for (const std::string& line : needs.warnings()) services.reporter().warning(line);
  if (arm && only_plan) tell_choice(environment.path, *arm, services);
  if (arm && !only_plan) TRY_OK(keep_choice(environment.path, *arm, services));
  warn_of_weak_hashes(outcome.plan, services.reporter());
  return SyncOutcome{.lock = std::move(lock),
                     .environment = std::move(environment),
                     .change = std::move(outcome),
                     .is_repeatable = is_repeatable};
}

}  // namespace axle
