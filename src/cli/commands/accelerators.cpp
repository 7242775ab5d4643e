// SPDX-License-Identifier: MIT
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "operations/expand_arms.hpp"
#include "operations/locking.hpp"
#include "operations/open_project.hpp"
#include "operations/settings_layer.hpp"

namespace axle {

Result<ExitCode> accelerators_expand_command(const LockOptions& options, Session& services) {
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(const Project project, open_project(*settings, services));
  if (!project.accelerators)
    return fail(ErrorKind::invalid_input, "the project has no accelerators",
                "add `accelerators = [\"cpu\", \"cu126\"]` to `[tool.axle]` in `pyproject.toml`");
  TRY(const LockOutcome outcome, lock_project({.project = project,
                                               .settings = *settings,
                                               .resolver = options.resolver,
                                               .python = options.python,
                                               .use = lock_use(options.lock, false, services)},
                                              services));
  TRY(const std::string text, arms_in_uv_words(outcome.lockfile, project));
  services.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
