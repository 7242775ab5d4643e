// SPDX-License-Identifier: MIT
#include "editing/remove_dependencies.hpp"

#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "editing/edit_script.hpp"

namespace axle {

Result<ExitCode> remove_command(const RemoveOptions& options, Session& session) {
  if (options.script) {
    TRY_OK(remove_from_script(options, session));
    return ExitCode::success;
  }
  TRY(const EditOutcome outcome, remove_dependencies(options, session));
  return show_edit(outcome, session);
}

}  // namespace axle
