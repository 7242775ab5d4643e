// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "cli/session.hpp"
#include "provision/change_environment.hpp"
#include "terminal/exit_code.hpp"

namespace axle {

/// Says what was done to an environment, as uv does: `Uninstalled`, `Installed` and the lines of
/// the packages, or `Checked n packages`; with `Would …` for a plan. With `--json` it is data as
/// well.
ExitCode show_outcome(const EnvironmentOutcome& outcome, Session& session);

/// Only `Uninstalled` and `Installed` with their counts: for `run`, whose program speaks next.
void show_brief_outcome(const EnvironmentOutcome& outcome, Session& session);

/// The same for `--check`. Errors: `failed` if anything would have to be done.
Result<ExitCode> show_check(const EnvironmentOutcome& outcome, Session& session);

/// The same for `pip uninstall`, which has nothing to check.
ExitCode show_removal(const EnvironmentOutcome& outcome, Session& session);

}  // namespace axle
