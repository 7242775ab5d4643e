// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/standards/requires_python.hpp"

namespace axle {

/// The markers of forks as a lockfile has them: without what requires-python
/// says anyway, without conflict items if the rest tells them apart, without those that always
/// hold.
std::vector<Marker> canonical_markers(std::span<const Marker> markers,
                                      const RequiresPython& requires_python);

/// The markers of `environments` or `required-environments` as a lockfile has them: simplified,
/// in their order, without those that always hold.
std::vector<Marker> simplified_environments(std::span<const Marker> environments,
                                            const PythonBounds& python);

/// Where some fork applies, platforms and Python only, simplified by requires-python; always, if
/// there are no forks.
Marker environment_of_forks(std::span<const Marker> fork_markers,
                            const RequiresPython& requires_python);

}  // namespace axle
