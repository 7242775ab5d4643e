// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "accelerator/recorded_root.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// A machine that the program brings: src/accelerator/profiles/*.toml.
struct BuiltInProfile {
  std::string_view name;  ///< "l4"
  std::string_view text;  ///< the recording
};

/// By name.
std::span<const BuiltInProfile> built_in_profiles();

/// The machine of a built-in profile, or of a file or folder, relative to `here`. Errors:
/// `not_found` with the names that there are; those of RecordedRoot::open.
Result<std::unique_ptr<RecordedRoot>> open_profile(const std::string& name_or_path,
                                                   const std::filesystem::path& here);

}  // namespace axle
