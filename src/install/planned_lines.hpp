// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/install/plan.hpp"

namespace axle {

/// What would be done, sorted as change_lines() has it. Of a direct one only the place is said
/// (` @ URL`), which may turn out to hold another version; what is installed again is a removal and
/// an addition, as uv has it.
std::vector<ChangeLine> planned_lines(const InstallPlan& plan);

}  // namespace axle
