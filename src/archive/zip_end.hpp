// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "archive/archive_file.hpp"
#include "axle/base/error.hpp"

namespace axle {

/// Where the central directory is, as the end records say.
struct ZipEnd {
  std::uint64_t members;
  std::uint64_t directory_size;
  std::uint64_t directory_offset;
};

/// Finds the end records, and holds them to each other and to the file's end. Errors: `integrity`
/// E_ZIP_STRUCTURE, E_ZIP_BOMB; `io`.
Result<ZipEnd> read_zip_end(const WheelFile& file);

}  // namespace axle
