// SPDX-License-Identifier: MIT
#pragma once

#include "axle/standards/wheel_filename.hpp"

namespace axle {

/// Whether contents that state `stated` may have this name. A local version may be in the name
/// alone: the wheels of flash-attention and its kin get theirs after they are built.
inline bool may_hold(const WheelFilename& name, const Version& stated) {
  return stated == name.version || stated == name.version.without_local();
}

}  // namespace axle
