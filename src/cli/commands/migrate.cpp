// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/line_diff.hpp"

namespace axle {

Result<ExitCode> migrate_command(const MigrateOptions& options, Session& session) {
  TRY(const MigrateOutcome outcome, migrate_project(options, session));
  if (options.dry_run)
    session.printer().data(line_diff(outcome.before, outcome.after, "pyproject.toml"));
  for (const std::string& note : outcome.notes) session.printer().warn(note);
  session.printer().say(options.dry_run ? "Would write `pyproject.toml`"
                                        : "Wrote `pyproject.toml`; now run `axle lock`");
  for (const std::string& file : outcome.leaves)
    session.printer().say(
        fmt::format("`{}` is not read any more once there is a `uv.lock`: delete it then", file));
  return ExitCode::success;
}

}  // namespace axle
