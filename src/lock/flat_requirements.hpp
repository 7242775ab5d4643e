// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/lock/lockfile.hpp"

namespace axle {

/// The requirements of a project with those on itself (`all = ["demo[a,b]"]`) replaced by what its
/// extras need, as some build backends write metadata. What such a requirement says of the version
/// is kept. Limits: 100,000 requirements; beyond that the list is returned as it is.
std::vector<LockedRequirement> flat_requirements(const std::vector<LockedRequirement>& requirements,
                                                 const PackageName& project);

}  // namespace axle
