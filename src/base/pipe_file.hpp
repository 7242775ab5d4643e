// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "axle/base/error.hpp"

namespace axle {

/// The whole of a file that the user named: a regular one, or a pipe or device that is read to its
/// end, such as `<(command)` and `/dev/stdin` of a shell. It waits for who writes into the pipe.
/// Errors: as read_file.
Result<std::string> read_file_or_pipe(const std::filesystem::path& path, std::uint64_t max_bytes);

}  // namespace axle
