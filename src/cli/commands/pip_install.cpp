// SPDX-License-Identifier: MIT
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/environment_outcome.hpp"
#include "operations/install_requirements.hpp"

namespace axle {

Result<ExitCode> pip_install_command(const PipInstallOptions& options, Session& services) {
  TRY(const EnvironmentOutcome outcome, install_requirements(options, services));
  return show_outcome(outcome, services);
}

}  // namespace axle
