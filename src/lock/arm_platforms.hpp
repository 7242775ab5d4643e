// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/markers/marker_environment.hpp"

namespace axle {

/// A platform for which builds of accelerators are published.
struct ArmPlatform {
  std::string_view name;   ///< "linux-x86_64", as locks and messages have it
  std::string_view text;   ///< its marker
  std::string_view os;     ///< how a platform tag begins: "manylinux", "win"
  std::string_view other;  ///< another beginning
  std::string_view arch;   ///< how a platform tag ends

  Marker marker() const;
  /// Whether a wheel with this platform tag ("manylinux_2_28_x86_64") runs there.
  bool has(std::string_view tag) const;
};

/// All of them, in the order in which they are resolved for.
std::span<const ArmPlatform> arm_platforms();

/// The platform of this name, or null.
const ArmPlatform* find_arm_platform(std::string_view name);

/// The platform of a machine, or null.
const ArmPlatform* arm_platform_of(const MarkerEnvironment& machine);

/// The environments in which an accelerator is locked: its platforms, within those of the project
/// (`tool.uv.environments`; none: all).
std::vector<Marker> arm_environments(std::span<const std::string> platforms,
                                     std::span<const Marker> environments);

}  // namespace axle
