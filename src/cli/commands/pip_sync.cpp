// SPDX-License-Identifier: MIT
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/environment_outcome.hpp"
#include "operations/install_requirements.hpp"

namespace axle {

Result<ExitCode> pip_sync_command(const PipSyncOptions& options, Session& services) {
  TRY(const std::optional<EnvironmentOutcome> outcome, sync_requirements(options, services));
  if (outcome) return show_outcome(*outcome, services);
  services.printer().warn(
      "Requirements files contain no requirements: nothing is installed or removed; use "
      "`--allow-empty-requirements` to empty the environment");
  return ExitCode::success;
}

}  // namespace axle
