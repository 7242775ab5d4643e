// SPDX-License-Identifier: MIT
#include "editing/add_dependencies.hpp"

#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/environment_outcome.hpp"
#include "editing/edit_script.hpp"

namespace axle {

ExitCode show_edit(const EditOutcome& outcome, Session& session) {
  return outcome.sync ? show_outcome(outcome.sync->change, session) : ExitCode::success;
}

Result<ExitCode> add_command(const AddOptions& options, Session& session) {
  if (options.packages.empty() && options.requirements.empty())
    return fail(ErrorKind::invalid_input, "`axle add` needs a package",
                "name what to add: `axle add torch`, or a file with `-r`");
  if (options.script) {
    TRY_OK(add_to_script(options, session));
    return ExitCode::success;
  }
  TRY(const EditOutcome outcome, add_dependencies(options, session));
  return show_edit(outcome, session);
}

}  // namespace axle
