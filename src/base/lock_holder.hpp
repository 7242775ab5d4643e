// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

namespace axle {

/// Who holds the lock on a file or directory, for messages: "`axle` (process 4711)". Empty if
/// the system does not tell. Not escaped.
std::string lock_holder(const std::filesystem::path& path);

}  // namespace axle
