// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "arms/collapse_arms.hpp"
#include "arms/expand_arms.hpp"
#include "axle/toml/toml.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/accelerator_commands.hpp"
#include "cli/commands/commands.hpp"
#include "locking/locking.hpp"
#include "locking/open_project.hpp"
#include "services/settings_layer.hpp"

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

Result<ExitCode> accelerators_collapse_command(const CollapseOptions& options, Session& session) {
  TRY(const SettingsLayer layer, settings_layer(options, session.directory()));
  TRY(const Settings* const settings, session.settings(layer));
  TRY(const Project project, open_project(*settings, session));
  const fs::path file = project.root / "pyproject.toml";
  TRY(const std::string text, read_file(file, TomlDocument::max_bytes));
  TRY(const CollapsedProject collapsed, collapse_arms(text, project, session));
  if (options.dry_run) {
    session.printer().data(collapsed.text);
    return ExitCode::success;
  }
  std::error_code ignored;
  const auto mode = static_cast<unsigned>(fs::status(file, ignored).permissions()) & 0777U;
  TRY_OK(write_file_atomically(file, collapsed.text, mode));
  session.printer().say(fmt::format(
      "`accelerators` of `pyproject.toml`: {}. `axle lock` writes `axle.lock` for them; "
      "`uv.lock` is not read any more",
      join(collapsed.accelerators, ", ")));
  return ExitCode::success;
}

}  // namespace axle
