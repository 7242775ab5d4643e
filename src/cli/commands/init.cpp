// SPDX-License-Identifier: MIT
#include "editing/init_project.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"

namespace axle {

Result<ExitCode> init_command(const InitOptions& options, Session& session) {
  if (options.script) {
    TRY(const InitOutcome script, init_script(options, session));
    session.printer().say(
        fmt::format("Initialized script at `{}`", escape_foreign(script.path.string())));
    return ExitCode::success;
  }
  TRY(const InitOutcome project, init_project(options, session));
  session.printer().say(project.is_here
                            ? fmt::format("Initialized project `{}`", project.name)
                            : fmt::format("Initialized project `{}` at `{}`", project.name,
                                          escape_foreign(project.path.string())));
  return ExitCode::success;
}

}  // namespace axle
