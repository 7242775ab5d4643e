// SPDX-License-Identifier: MIT
#pragma once

#include "axle/markers/marker.hpp"
#include "axle/standards/requires_python.hpp"
#include "axle/standards/wheel_filename.hpp"

namespace axle {

/// Whether a wheel of a package that is only needed where `needed` holds can ever be installed.
/// Wheels with tags that nobody knows can.
bool is_reachable(const WheelFilename& wheel, Marker needed, const RequiresPython& requires_python);

}  // namespace axle
