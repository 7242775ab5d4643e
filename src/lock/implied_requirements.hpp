// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/lock/lockfile.hpp"

namespace axle {

/// What a list of requirements asks for: with markers as a lock of `python` simplifies them,
/// sorted, each once, and without those that another of the list implies: of the same distribution
/// from the same place, with no less extras, wherever the implied one applies, and with no wider
/// versions. One that asks for a single version (`==`, also `==1.*`) implies no other, as in uv.
std::vector<LockedRequirement> without_implied(std::vector<LockedRequirement> requirements,
                                               const PythonBounds& python);

}  // namespace axle
