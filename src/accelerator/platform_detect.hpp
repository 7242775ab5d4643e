// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "accelerator/machine.hpp"
#include "accelerator/system_root.hpp"

namespace axle {

MachinePlatform detect_platform(SystemRoot& root);

/// "36.4.3" of the first line of /etc/nv_tegra_release, "# R36 (release), REVISION: 4.3, …"; empty
/// if it is no such line.
std::string parse_l4t(std::string_view text);

}  // namespace axle
