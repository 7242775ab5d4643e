// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/options.hpp"

namespace axle {

/// What `axle run` is asked for.
struct RunProgramOptions : SettingsFlags {
  SelectionOptions selection;
  LockFlags lock;
  std::vector<std::string> with, with_editable, with_requirements, env_files;
  bool no_env_file = false, module = false, script = false, gui_script = false, isolated = false,
       active = false, no_sync = false, exact = false, no_project = false, no_editable = false;
  std::vector<std::string> no_editable_packages;
  std::optional<std::string> python, python_platform;
  std::vector<std::string> command;  ///< the program and its arguments
};

}  // namespace axle
