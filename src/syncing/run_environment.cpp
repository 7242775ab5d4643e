// SPDX-License-Identifier: MIT
#include "syncing/run_environment.hpp"

#include <fmt/format.h>

#include "arms/choose_arm.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "locking/locking.hpp"
#include "locking/open_project.hpp"
#include "project/workspace.hpp"
#include "provision/make_environment.hpp"
#include "python/venv.hpp"
#include "services/python_target.hpp"
#include "services/settings_layer.hpp"
#include "syncing/group_pythons.hpp"

namespace axle {
namespace {

SyncOptions sync_options_of(const RunProgramOptions& options) {
  SyncOptions sync;
  static_cast<SettingsFlags&>(sync) = options;
  sync.selection = options.selection;
  sync.lock = options.lock;
  sync.inexact = !options.exact;
  sync.active = options.active;
  sync.no_editable = options.no_editable;
  sync.no_editable_packages = options.no_editable_packages;
  sync.python = options.python;
  sync.python_platform = options.python_platform;
  return sync;
}

bool is_in_project(const Services& services) {
  for (fs::path here = services.project_directory();; here = here.parent_path()) {
    if (file_exists(here / "pyproject.toml")) return true;
    if (!here.has_relative_path()) return false;
  }
}

/// Any Python, as it is.
Result<RunEnvironment> plain_environment(const RunProgramOptions& options, Services& services) {
  TRY(const Interpreter interpreter, any_interpreter(options.python, services));
  if (interpreter.is_virtual()) return in_environment(interpreter);
  RunEnvironment environment{.python = interpreter.executable,
                             .bins = {interpreter.executable.parent_path()}};
  environment.interpreter = interpreter;
  return environment;
}

/// The project's environment as it is, made if it is missing.
Result<RunEnvironment> unsynced_environment(const RunProgramOptions& options, Services& services) {
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(Project project, open_project(*settings, services));
  TRY_OK(place_project(project, options.selection, services));
  TRY(ProjectEnvironment environment,
      project_environment(narrowed_to_groups(project, options.selection), options.python,
                          options.active, services));
  TRY_OK(check_may_run(environment));
  if (environment.state != ProjectEnvironment::State::usable) {
    VenvOptions venv = project_venv_options(project);
    venv.clear = environment.state == ProjectEnvironment::State::to_replace;
    services.reporter().notice(
        fmt::format("Creating virtual environment at: {}", shown_place(environment, services)));
    TRY_OK(create_environment(
        EnvironmentChange{},
        {.path = environment.path, .base = environment.interpreter, .options = venv}, services));
  }
  return in_environment(environment.interpreter);
}

/// An environment of this run only.
Result<RunEnvironment> isolated_environment(const RunProgramOptions& options, Services& services) {
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(const Project project, open_project(*settings, services));
  TRY(const ProjectEnvironment usual,
      project_environment(narrowed_to_groups(project, options.selection), options.python, false,
                          services));
  TRY(TempDirectory made, TempDirectory::create_in(system_temp_directory()));
  auto temporary = std::make_shared<TempDirectory>(std::move(made));
  TRY(Interpreter interpreter,
      make_private_environment(temporary->path() / "env", usual.interpreter));
  SyncHooks hooks{.is_silent = true};
  hooks.environment = ProjectEnvironment{temporary->path() / "env", std::move(interpreter),
                                         ProjectEnvironment::State::usable};
  TRY(SyncOutcome outcome, sync_project(sync_options_of(options), services, hooks));
  RunEnvironment environment = in_environment(outcome.environment.interpreter);
  environment.changes.push_back(std::move(outcome.change));
  environment.temporary = std::move(temporary);
  return environment;
}

Result<RunEnvironment> synced_environment(const RunProgramOptions& options, Services& services) {
  TRY(SyncOutcome outcome, sync_project(sync_options_of(options), services, {.is_silent = true}));
  RunEnvironment environment = in_environment(outcome.environment.interpreter);
  environment.is_repeatable = outcome.is_repeatable && outcome.change.plan.is_empty();
  environment.changes.push_back(std::move(outcome.change));
  return environment;
}

Result<RunEnvironment> environment_of_project(const RunProgramOptions& options,
                                              Services& services) {
  if (options.isolated) return isolated_environment(options, services);
  if (options.no_sync) return unsynced_environment(options, services);
  return synced_environment(options, services);
}

Result<RunEnvironment> base_environment(const RunProgramOptions& options, Services& services) {
  if (options.no_project || !is_in_project(services)) return plain_environment(options, services);
  auto environment = environment_of_project(options, services);
  // A project that is not to be managed is none to a program, unless a member is named.
  if (!environment && options.selection.packages.empty() && is_unmanaged(environment.error()))
    return plain_environment(options, services);
  return environment;
}

}  // namespace

RunEnvironment in_environment(const Interpreter& interpreter) {
  const fs::path bin = interpreter.scheme.scripts;
  RunEnvironment environment{.python = bin / "python", .bins = {bin}};
  environment.prefix = interpreter.prefix;
  environment.interpreter = interpreter;
  return environment;
}

Result<RunEnvironment> run_environment(const RunProgramOptions& options, Services& services) {
  TRY(RunEnvironment environment, base_environment(options, services));
  if (options.with.empty() && options.with_editable.empty() && options.with_requirements.empty())
    return environment;
  environment.is_repeatable = false;
  return environment_with(std::move(environment), options, services);
}

}  // namespace axle
