// SPDX-License-Identifier: MIT
#include "lock/arm_platforms.hpp"

#include <algorithm>
#include <array>

namespace axle {
namespace {

constexpr std::array<ArmPlatform, 4> platforms{{
    {"linux-x86_64", "sys_platform == 'linux' and platform_machine == 'x86_64'", "manylinux",
     "linux", "_x86_64"},
    {"linux-aarch64", "sys_platform == 'linux' and platform_machine == 'aarch64'", "manylinux",
     "linux", "_aarch64"},
    {"macos-arm64", "sys_platform == 'darwin' and platform_machine == 'arm64'", "macosx", "macosx",
     "_arm64"},
    {"windows-x86_64", "sys_platform == 'win32' and platform_machine == 'AMD64'", "win", "win",
     "_amd64"},
}};

}  // namespace

Marker ArmPlatform::marker() const { return Marker::parse(text).value_or(Marker::never()); }

bool ArmPlatform::has(std::string_view tag) const {
  if (tag == "any") return true;
  if (!tag.starts_with(os) && !tag.starts_with(other)) return false;
  return tag.ends_with(arch) || (os == "macosx" && tag.ends_with("_universal2"));
}

std::span<const ArmPlatform> arm_platforms() { return platforms; }

const ArmPlatform* find_arm_platform(std::string_view name) {
  const auto found = std::ranges::find(platforms, name, &ArmPlatform::name);
  return found != platforms.end() ? &*found : nullptr;
}

const ArmPlatform* arm_platform_of(const MarkerEnvironment& machine) {
  const auto found = std::ranges::find_if(
      platforms, [&](const ArmPlatform& platform) { return platform.marker().evaluate(machine); });
  return found != platforms.end() ? &*found : nullptr;
}

std::vector<Marker> arm_environments(std::span<const std::string> names,
                                     std::span<const Marker> environments) {
  std::vector<Marker> all;
  for (const ArmPlatform& platform : platforms) {
    if (std::ranges::find(names, platform.name) == names.end()) continue;
    if (environments.empty()) all.push_back(platform.marker());
    for (const Marker environment : environments)
      if (const Marker both = platform.marker() & environment; !both.is_never())
        all.push_back(both);
  }
  return all;
}

}  // namespace axle
