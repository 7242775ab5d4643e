// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "axle/base/error.hpp"

namespace axle {

/// Whether a file is, by its name, of a kind that unpack_sdist() unpacks.
bool has_sdist_ending(const std::filesystem::path& archive);

/// Unpacks a source distribution (`.tar.gz`, `.tgz`, `.zip`) into `into`, an empty folder of ours,
/// and returns the one folder that it holds ("Source distribution format"). Nothing is written
/// outside of `into`, and no link leads there; owners, times and special permissions of the archive
/// do not count. Limits: 500,000 members, 8 GiB unpacked, names of 4,096 bytes.
/// Errors: `integrity` (E_SDIST_DATA) for a damaged archive, a member that leaves the folder, a
/// device, or another kind of archive; E_ZIP_… for a damaged zip; `io`.
Result<std::filesystem::path> unpack_sdist(const std::filesystem::path& archive,
                                           const std::filesystem::path& into);

}  // namespace axle
