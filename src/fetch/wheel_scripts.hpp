// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "store/wheel_manifest.hpp"

namespace axle {

/// The launchers that entry_points.txt asks for: names that are plain file
/// names, values `module:function` of ASCII identifiers; extras in brackets are ignored. Other
/// groups are left alone. Linear; at most 10,000 launchers. Errors: `integrity` E_WHEEL_ENTRY.
Result<std::vector<ManifestDraft::Script>> parse_launcher_scripts(std::string_view wheel,
                                                                  std::string_view text);

/// Whether a script of that name would replace the environment's interpreter or activate scripts.
bool is_reserved_script(std::string_view name);

}  // namespace axle
