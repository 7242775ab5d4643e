// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accelerator/catalog.hpp"
#include "accelerator/choose.hpp"
#include "accelerator/finding.hpp"
#include "accelerator/machine.hpp"
#include "terminal/style.hpp"

namespace axle {

/// What `accelerator show` prints of a machine.
std::string machine_words(const Machine& machine, const Style& style);

/// What it prints of the choice: the arm and why, and why each other was refused.
std::string choice_words(const Catalog& catalog, const Machine& machine, const Choice& choice,
                         std::string_view torch, const Style& style);

/// What `doctor` prints: the findings, and how many there are.
std::string finding_words(const std::vector<Finding>& findings, const Style& style);

}  // namespace axle
