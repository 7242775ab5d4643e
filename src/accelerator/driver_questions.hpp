// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "accelerator/system_root.hpp"

// What the libraries of drivers are asked, as text so that a process of its own can ask it.
namespace axle {

/// Loads libnvidia-ml.so.1 (WSL's own place too) and writes down what it says; read by
/// parse_nvml_text. Runs in a child (child_probe.hpp).
std::string ask_nvml();
/// The same for libze_loader.so.1.
std::string ask_level_zero();

/// What ask_nvml wrote; `missing` for anything else.
NvmlAnswer parse_nvml_text(std::string_view text);
LevelZeroAnswer parse_level_zero_text(std::string_view text);

}  // namespace axle
