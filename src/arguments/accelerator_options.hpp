// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "services/options.hpp"

// What the command line says to the commands about accelerators.
namespace axle {

/// Which machine is looked at.
struct MachineOptions {
  std::optional<std::string>
      profile;  ///< a recorded machine: name, file or folder; this one if none
};

struct AcceleratorShowOptions : MachineOptions {
  std::optional<std::string> accelerators;  ///< names with commas between them
  std::optional<std::string> torch;
};

struct DoctorOptions : MachineOptions {
  PipTarget target;
};

struct CollapseOptions : SettingsFlags {
  bool dry_run = false;  ///< only print the file as it would be
};

struct CheckOptions {
  PipTarget target;
};

struct ProfileCaptureOptions {
  std::optional<std::string> file;  ///< standard output if none
};

struct ProfileShowOptions {
  std::string profile;
};

struct ProfileListOptions {};

}  // namespace axle
