// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "arms/profile_choice.hpp"
#include "arms/profile_platform.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "lock/freshness.hpp"
#include "locking/lock_subject.hpp"

namespace axle {
namespace {

/// A profile that cannot be read is a mistake before anything is written.
Result<void> check_profile(const LockOptions& options, Session& session) {
  TRY_OK(chosen_platform(std::nullopt, options.profile, session));
  return {};
}

Result<void> say_profile(const LockOptions& options, const Lockfile& lockfile,
                         const Project& project, Session& session) {
  if (!options.profile) return {};
  TRY(const std::string words,
      profile_choice_words(lockfile, project, *options.profile, options.python, session));
  session.printer().say(words);
  return {};
}

}  // namespace

Result<ExitCode> lock_command(const LockOptions& options, Session& services) {
  LockFlags flags = options.lock;
  flags.locked = flags.locked || options.check;
  const LockUse use = lock_use(flags, options.dry_run, services);
  TRY_OK(check_profile(options, services));
  TRY(const LockSubject locked, open_lock_subject(options.script, options, use, services));
  TRY(const LockOutcome outcome, lock_project({.project = locked.project,
                                               .settings = locked.settings,
                                               .resolver = options.resolver,
                                               .python = options.python,
                                               .use = use,
                                               .flag = options.check ? "--check" : "--locked"},
                                              services));
  TRY_OK(say_profile(options, outcome.lockfile, locked.project, services));
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
