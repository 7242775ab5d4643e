// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "locking/arm_solver.hpp"

namespace axle {

/// Solves every accelerator and holds them to releases in common: the newest torch that the project
/// allows and each of them has, then likewise the other companions; or each its newest, where there
/// is none or the project wants that. A release of `before` (an older lock) goes before newer ones.
/// `notes` gets a line for each package that could not be the same.
/// Errors: `no_solution`, naming the accelerator and the releases that its index has; those of the
/// solver.
Result<void> agree_on_releases(std::deque<ArmSolver>& solvers, const ArmContext& context,
                               const HeldReleases& before, std::vector<std::string>& notes);

}  // namespace axle
