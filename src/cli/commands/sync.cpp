// SPDX-License-Identifier: MIT
#include "arms/sync_stamp.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/environment_outcome.hpp"
#include "syncing/run_script.hpp"
#include "syncing/sync_project.hpp"

namespace axle {
namespace {

Result<void> leave_stamp_in(const ProjectEnvironment& environment, Session& services) {
  TRY(const Cache* const cache, services.cache());
  leave_stamp(StampKey::of_process(services.options().words), services.record().end(),
              environment.path,
              {.inputs = {environment.path / "pyvenv.cfg", environment.interpreter.executable,
                          environment.interpreter.base_executable},
               .ignored = cache->root()});
  return {};
}

/// The environment of a script, as `run` makes it.
Result<ExitCode> sync_script(const SyncOptions& options, Session& session) {
  TRY(const ScriptProject script, open_script(*options.script, options, session));
  RunProgramOptions run;
  static_cast<SettingsFlags&>(run) = options;
  run.lock = options.lock;
  run.python = options.python;
  run.python_platform = options.python_platform;
  TRY(const RunEnvironment environment, script_environment(script, run, options.dry_run, session));
  for (const EnvironmentOutcome& change : environment.changes) show_outcome(change, session);
  return ExitCode::success;
}

}  // namespace

Result<ExitCode> sync_command(const SyncOptions& options, Session& services) {
  if (options.script) return sync_script(options, services);
  TRY(const SyncOutcome outcome, sync_project(options, services));
  TRY(const ExitCode code, options.check
                               ? show_check(outcome.change, services)
                               : Result<ExitCode>(show_outcome(outcome.change, services)));
  if (outcome.lock.is_refused)
    return outdated_lock("--locked", outcome.lock.lockfile.accelerators ? "axle.lock" : "uv.lock");
  const GlobalOptions& global = services.options();
  const bool is_plain = global.verbose == 0 && global.quiet == 0 && !global.json;
  if (outcome.is_repeatable && is_plain) TRY_OK(leave_stamp_in(outcome.environment, services));
  return code;
}

}  // namespace axle
