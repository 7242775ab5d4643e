// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace axle {

/// Renames `from` in one open directory to `to` in another, but never over something. Returns 0 or
/// the error number; EEXIST if there is something.
int rename_exclusively(int from_directory, const std::string& from, int to_directory,
                       const std::string& to);

}  // namespace axle
