// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "arguments/accelerator_options.hpp"

// The options of the commands about accelerators.
namespace axle {

void accelerator_show_options(CLI::App& command, AcceleratorShowOptions& options);
void doctor_options(CLI::App& command, DoctorOptions& options);
void check_options(CLI::App& command, CheckOptions& options);
void profile_capture_options(CLI::App& command, ProfileCaptureOptions& options);
void profile_show_options(CLI::App& command, ProfileShowOptions& options);
void collapse_options(CLI::App& command, CollapseOptions& options);

}  // namespace axle
