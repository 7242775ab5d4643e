// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/lock/lockfile.hpp"

namespace axle {

/// Whether two lists ask for the same, as uv sees it: in every environment the requirements on a
/// package leave the same versions together, with the same extras, and pre-releases are named in
/// both or in neither. Those with `==` count by themselves: they imply nothing, nor are they
/// implied. Requirements of an extra are compared marker by marker, those that
/// can never hold as they are. Pure; where a package has more
/// than 256 different demands, only lists that are equal are the same.
bool same_meaning(const std::vector<LockedRequirement>& a, const std::vector<LockedRequirement>& b,
                  const PythonBounds& python);

}  // namespace axle
