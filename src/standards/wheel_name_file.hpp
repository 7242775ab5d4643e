// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace axle {

/// The file of an installed dist-info directory that keeps the name of the wheel it came from, one
/// line. Written where the wheel's file name has a local version that its METADATA lacks
/// (`flash_attn-2.8.3+cu12torch2.9-….whl` states 2.8.3): nothing else in an environment tells the
/// builds of one version apart.
inline constexpr std::string_view wheel_name_file = "axle_wheel.txt";

}  // namespace axle
