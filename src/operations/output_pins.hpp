// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "axle/project/settings.hpp"
#include "axle/resolution/resolve_input.hpp"
#include "services/services.hpp"

namespace axle {

/// The hashes of an output file, in its order, by what it pins.
using PinnedHashes = std::map<std::pair<PackageName, Version>, std::vector<std::string>>;

/// What an output file of `pip compile` that is there already has chosen: it stays if nothing
/// speaks against it.
struct OutputPins {
  std::vector<VersionPreference> versions;
  PinnedHashes hashes;
};

/// Reads a requirements.txt, or a pylock.toml if `is_pylock`; without what is to be upgraded.
/// Nothing if the file is not there. Errors: those of read_requirements_file; `invalid_input` for a
/// pylock.toml that is no TOML.
Result<OutputPins> output_pins(const std::filesystem::path& file, bool is_pylock,
                               const Settings& settings, Services& services);

}  // namespace axle
