// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "lock/freshness.hpp"
#include "operations/locking.hpp"
#include "operations/open_project.hpp"
#include "operations/script_project.hpp"
#include "operations/settings_layer.hpp"

namespace axle {
namespace {

/// The project of the directory, or the script that is named.
struct LockedThing {
  Project project;
  Settings settings;
};

Result<LockedThing> thing_to_lock(const LockOptions& options, LockUse use, Session& session) {
  if (options.script) {
    TRY(ScriptProject script, open_script(*options.script, options, session));
    return LockedThing{std::move(script.project), std::move(script.settings)};
  }
  TRY(const SettingsLayer layer, settings_layer(options, session.directory()));
  TRY(const Settings* const settings, session.settings(layer));
  TRY(Project project, open_project(*settings, use, session));
  return LockedThing{std::move(project), *settings};
}

}  // namespace

Result<ExitCode> lock_command(const LockOptions& options, Session& services) {
  LockFlags flags = options.lock;
  flags.locked = flags.locked || options.check;
  const LockUse use = lock_use(flags, options.dry_run, services);
  TRY(const LockedThing locked, thing_to_lock(options, use, services));
  TRY(const LockOutcome outcome, lock_project({.project = locked.project,
                                               .settings = locked.settings,
                                               .resolver = options.resolver,
                                               .python = options.python,
                                               .use = use,
                                               .flag = options.check ? "--check" : "--locked"},
                                              services));
  if (use == LockUse::frozen)
    services.printer().warn(fmt::format(
        "The lockfile at `{}` was only checked for validity, not whether it is up-to-date, "
        "because `--frozen` was provided; use `--check` instead",
        locked.project.lockfile_name()));
  if (!outcome.is_changed) {
    if (options.dry_run) services.printer().say("No lockfile changes detected");
    return ExitCode::success;
  }
  // A first lock is all news.
  if (!outcome.previous && !options.dry_run) return ExitCode::success;
  const std::vector<std::string> lines = lock_changes(
      outcome.previous ? &*outcome.previous : nullptr, outcome.lockfile, options.dry_run);
  for (const std::string& line : lines) services.printer().say(escape_foreign(line));
  if (lines.empty() && options.dry_run) services.printer().say("Lockfile changes detected");
  return ExitCode::success;
}

}  // namespace axle
