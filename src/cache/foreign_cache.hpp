// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace axle {

/// Whether we are root and the directory is another user's: what lies in it may be theirs to
/// change, so Cache::open refuses it.
bool belongs_to_another_user(const std::filesystem::path& root);

}  // namespace axle
