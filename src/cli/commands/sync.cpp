// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "axle/project/project.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/operations/change_environment.hpp"
#include "cli/operations/locked_packages.hpp"
#include "cli/operations/locking.hpp"
#include "cli/operations/open_project.hpp"
#include "cli/operations/project_selection.hpp"
#include "cli/operations/python_target.hpp"
#include "cli/operations/resolve_packages.hpp"
#include "cli/operations/sync_stamp.hpp"
#include "cli/operations/wanted_packages.hpp"
#include "cli/operations/wheel_tags.hpp"
#include "cli/settings_layer.hpp"

namespace axle {
namespace {

void say_environment(const ProjectEnvironment& environment, Services& services) {
  Printer& printer = services.printer();
  const std::string place = shown_place(environment, services);
  switch (environment.state) {
    case ProjectEnvironment::State::usable:
      printer.say(fmt::format("Would use project environment at: {}", place));
      return;
    case ProjectEnvironment::State::to_create:
    case ProjectEnvironment::State::to_replace:
      printer.say(fmt::format("Using {} interpreter at: {}", environment.interpreter.display_name(),
                              escape_foreign(environment.interpreter.base_executable.string())));
      printer.say(fmt::format(
          "Would {} project environment at: {}",
          environment.state == ProjectEnvironment::State::to_create ? "create" : "replace", place));
  }
}

void say_lockfile(const LockOutcome& lock, Services& services) {
  services.printer().say(fmt::format("{} lockfile at: uv.lock", !lock.is_changed
                                                                    ? "Found up-to-date"
                                                                : lock.previous ? "Would update"
                                                                                : "Would create"));
}

/// What a plan from a lock comes to that may not be brought up to date.
Result<ExitCode> refuse_if_outdated(const LockOutcome& lock, Result<ExitCode> planned) {
  if (planned && lock.is_refused) return outdated_lock("--locked");
  return planned;
}

/// Whether the same command line means the same again: nothing is to be asked or done anew, nothing
/// came from a path that has no fixed contents.
bool answers_again(const SyncOptions& options, const Settings& settings,
                   const EnvironmentChange& change, Services& services) {
  const GlobalOptions& global = services.options();
  if (global.verbose > 0 || global.quiet > 0 || global.json || settings.no_cache) return false;
  if (options.resolver.refresh || !options.resolver.refresh_package.empty()) return false;
  if (settings.upgrade || !settings.upgrade_package.empty()) return false;
  if (settings.reinstall || !settings.reinstall_package.empty()) return false;
  return std::ranges::none_of(change.wanted, [](const WantedPackage& package) {
    return package.direct_url || !package.wheel.path.empty();
  });
}

Result<void> leave_stamp(const ProjectEnvironment& environment, Services& services) {
  TRY(const Cache* const cache, services.cache());
  StampRun::finish(environment.path,
                   {environment.path / "pyvenv.cfg", environment.interpreter.executable,
                    environment.interpreter.base_executable},
                   cache->root());
  return {};
}

}  // namespace

Result<ExitCode> sync_command(const SyncOptions& options, Services& services) {
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(const Project project, open_project(*settings, services));
  TRY(const ProjectSelection selection, select(project, options.selection));
  TRY(const OmittedPackages omitted, omitted_packages(project, selection, options.omission));
  TRY(ProjectEnvironment environment,
      project_environment(project, options.python, options.active, services));
  TRY(const ResolutionTarget target,
      resolution_target(environment.interpreter, std::nullopt, options.python_platform));

  const bool only_plan = options.dry_run || options.check;
  if (only_plan) say_environment(environment, services);
  const LockUse use = lock_use(options.lock, only_plan, services);
  TRY(const LockOutcome lock, lock_project({.project = project,
                                            .settings = *settings,
                                            .resolver = options.resolver,
                                            .python = options.python,
                                            .use = use,
                                            .only_plan = only_plan},
                                           services));
  // As uv, nothing of it under `--locked` and `--frozen`.
  if (use == LockUse::dry_run) say_lockfile(lock, services);
  EnvironmentChange change = environment_change(*settings, options.installer);
  change.dry_run = options.dry_run;
  change.check = options.check;
  TRY(change.wanted,
      locked_packages(lock.lockfile, project, selection,
                      {.target = target,
                       .omissions = {.packages = omitted.names, .local = omitted.local},
                       .only_plan = only_plan}));
  change.plan.exact = !options.inexact;
  change.build_constraints = project.build_constraints;
  for (const ProjectMember& member : project.members) change.members.insert(member.name);
  if (options.python_platform) change.plan.runs_here = runs_on(target.environment.tags);
  if (only_plan && environment.state != ProjectEnvironment::State::usable)
    return refuse_if_outdated(lock, plan_new_environment(std::move(change), services));
  TRY_OK(make_environment(environment, project, services));
  const bool can_be_stamped = !only_plan && answers_again(options, *settings, change, services);
  TRY(const ExitCode code,
      refuse_if_outdated(lock,
                         change_environment(std::move(change), environment.interpreter, services)));
  if (can_be_stamped && code == ExitCode::success) TRY_OK(leave_stamp(environment, services));
  return code;
}

}  // namespace axle
