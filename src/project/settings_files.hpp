// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "axle/project/settings.hpp"

namespace axle {

/// What the files say, the nearest first, with what should be said about them.
struct SettingsFiles {
  SettingsLayer layer;
  std::vector<std::string> warnings;
};

/// Reads the files that count: the project's one, the user's, the system's. A
/// `required-version` that this is not goes before every other error in the same file.
Result<SettingsFiles> read_settings_files(const SettingsPlaces& places,
                                          const Environment& environment);

/// Whether this program is one that `required-version` (specifiers, or a plain version) asks for.
/// Errors: `invalid_input` if it is not, or if the value is neither.
Result<void> check_required_version(const std::string& required, const std::string& version,
                                    const std::filesystem::path& file);

}  // namespace axle
