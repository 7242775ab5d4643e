// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "axle/base/error.hpp"
#include "axle/install/apply.hpp"
#include "axle/project/settings_values.hpp"
#include "services/options.hpp"

namespace axle {

/// What the command line says about the settings. Paths are relative to `directory`.
/// Errors: `invalid_input`, naming the option and its value.
Result<SettingsLayer> settings_layer(const SettingsFlags& flags,
                                     const std::filesystem::path& directory);

/// How the installer links, from the settings.
LinkMode link_mode_of(const std::optional<LinkChoice>& choice);

}  // namespace axle
