// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accelerator/choose.hpp"
#include "accelerator/finding.hpp"
#include "accelerator/machine.hpp"

namespace axle {

/// What `accelerator show --json` prints: one line, one object; what is not known is left out
/// (docs/accelerators.md).
std::string machine_json(const Machine& machine, const std::optional<Choice>& choice);

/// What `doctor --json` prints: {"findings": […]}, one line.
std::string findings_json(const std::vector<Finding>& findings);

}  // namespace axle
