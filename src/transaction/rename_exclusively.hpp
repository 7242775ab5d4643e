// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace axle {

/// Renames `from` to `to`, but never over something. Returns 0 or the error number; EEXIST if there
/// is something.
int rename_exclusively(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace axle
