// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

class Cache;

/// Gives `entry`, a file of a bucket, these contents by one rename; its directory is made. What a
/// run that is killed leaves of it lies in the cache's staging directory, where the next run
/// removes it, not beside the entry. Mode 0600. Errors: `io`.
Result<void> write_cache_entry(const Cache& cache, const std::filesystem::path& entry,
                               std::string_view contents);

/// The same with a staging directory of the same file system, which is made, and any mode.
Result<void> write_by_way_of(const std::filesystem::path& staging,
                             const std::filesystem::path& entry, std::string_view contents,
                             unsigned mode);

}  // namespace axle
