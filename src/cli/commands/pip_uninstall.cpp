// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/shown.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/environment_outcome.hpp"
#include "provision/change_environment.hpp"
#include "provision/installed_from.hpp"
#include "provision/pip_requirements.hpp"
#include "services/python_target.hpp"

namespace axle {

Result<ExitCode> pip_uninstall_command(const PipUninstallOptions& options, Session& services) {
  TRY(PipRequirements requirements, pip_requirements({.packages = &options.packages,
                                                      .requirements = &options.requirements,
                                                      .constraints = nullptr,
                                                      .overrides = nullptr},
                                                     services));
  TRY_OK(pip_settings({}, requirements, services));
  if (requirements.requirements.empty() && requirements.unnamed.empty())
    return fail(ErrorKind::invalid_input, "nothing was asked for: no package and no `-r FILE`",
                "name the packages to remove");
  TRY(const Interpreter interpreter, pip_environment(options.target, !options.dry_run, services));
  std::vector<PackageName> names;
  for (const SourcedRequirement& requirement : requirements.requirements)
    names.push_back(requirement.name);
  for (const UnnamedEntry& entry : requirements.unnamed) {
    TRY(const std::vector<PackageName> found,
        installed_from(entry.requirement.source, interpreter.scheme));
    if (found.empty())
      services.printer().warn(fmt::format("Skipping `{}` as nothing is installed from there",
                                          shown_url(entry.requirement.text)));
    names.insert(names.end(), found.begin(), found.end());
  }
  TRY(const EnvironmentOutcome outcome,
      remove_packages(names, interpreter, options.dry_run, services));
  return show_removal(outcome, services);
}

}  // namespace axle
