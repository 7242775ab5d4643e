// SPDX-License-Identifier: MIT
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accelerator/arm_name.hpp"
#include "accelerator/machine.hpp"

namespace axle {

/// What an accelerator of a project's own needs of a machine, as `requires` says it: "cuda
/// >= 12.8", "driver >= 570", "sm_90", "rocm >= 6.4", "gfx942", "xpu", and several with commas
/// between. A value.
struct ArmNeeds {
  AcceleratorKind kind = AcceleratorKind::cpu;
  std::string runtime;             ///< the least CUDA of the driver, or ROCm; empty for any
  std::string driver;              ///< the oldest driver; empty for any
  std::vector<std::string> archs;  ///< "9.0", "gfx942": what its builds have code for; empty: all
};

/// Errors: what is wrong with the text, in words.
std::expected<ArmNeeds, std::string> parse_arm_needs(std::string_view text);

/// The kind of an accelerator of the project's own: what it needs, else how its name or that of
/// its index begins ("cu128-full", "https://…/cpu-cxx11-abi"). None if neither tells.
std::optional<AcceleratorKind> kind_of_own_arm(std::string_view name, std::string_view index,
                                               std::string_view needs);

/// The tables of `[tool.axle.accelerator]` whose dependencies an accelerator has: that of its kind,
/// then its own. `cpu` and `xpu` are both.
std::vector<std::string> dependency_tables(std::string_view name, std::string_view index,
                                           std::string_view needs);

/// Why the machine does not have it, in the words of RejectedArm; empty if it does.
std::string refusal_of(const ArmNeeds& needs, const Machine& machine);

}  // namespace axle
