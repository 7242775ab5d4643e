// SPDX-License-Identifier: MIT
#include "arms/profile_choice.hpp"

#include <fmt/format.h>

#include "arms/choose_arm.hpp"
#include "arms/profile_platform.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "provision/resolve_packages.hpp"
#include "services/python_target.hpp"

namespace axle {

Result<std::string> profile_choice_words(const Lockfile& lockfile, const Project& project,
                                         const std::string& profile,
                                         const std::optional<std::string>& python,
                                         Services& services) {
  const std::string shown = escape_foreign(profile);
  if (!lockfile.accelerators)
    return fmt::format("`{}` gets what every machine gets: the lock has no accelerators", shown);
  TRY(const Interpreter interpreter, project_interpreter(project, python, services));
  TRY(const auto platform, chosen_platform(std::nullopt, profile, services));
  TRY(const ResolutionTarget target,
      resolution_target(interpreter, std::nullopt, platform, services.environment()));
  SelectionOptions selection;
  selection.accelerator = "auto";
  selection.profile = profile;
  TRY(const ArmRecord record,
      choose_arm(lockfile, project, selection, &target.environment.markers, services));
  return fmt::format("`{}` gets {}: {}", shown, record.accelerator, record.why);
}

}  // namespace axle
