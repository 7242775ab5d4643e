// SPDX-License-Identifier: MIT
#include "axle/operations/lock_and_sync.hpp"

#include <utility>

#include "base/try.hpp"
#include "locking/locking.hpp"
#include "locking/open_project.hpp"
#include "services/services.hpp"
#include "syncing/sync_project.hpp"

namespace axle {
namespace {

RunOptions run_options(const Workplace& workplace) {
  RunOptions options;
  options.directory = workplace.directory.string();
  if (workplace.cache_directory) options.cache_dir = workplace.cache_directory->string();
  options.offline = workplace.offline;
  return options;
}

}  // namespace

Result<Lockfile> lock_project_at(const Workplace& workplace, Reporter& reporter) {
  const RunOptions options = run_options(workplace);
  Services services(options, System{workplace.environment}, reporter);
  TRY(const Settings* const settings, services.settings({}));
  TRY(const Project project, open_project(*settings, LockUse::update, services));
  TRY(LockOutcome outcome,
      lock_project({.project = project, .settings = *settings, .resolver = {}}, services));
  return std::move(outcome.lockfile);
}

Result<SyncedProject> sync_project_at(const Workplace& workplace, const SyncChoice& choice,
                                      Reporter& reporter) {
  const RunOptions options = run_options(workplace);
  Services services(options, System{workplace.environment}, reporter);
  SyncOptions sync;
  sync.selection.extras = choice.extras;
  sync.selection.groups = choice.groups;
  sync.selection.accelerator = choice.accelerator;
  sync.python = choice.python;
  sync.lock.frozen = choice.frozen;
  TRY(SyncOutcome outcome, sync_project(sync, services));
  return SyncedProject{std::move(outcome.lock.lockfile), std::move(outcome.environment.path),
                       std::move(outcome.change.plan)};
}

}  // namespace axle
