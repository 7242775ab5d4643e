// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"

namespace axle {

/// What was removed from a cache, or what is in it.
struct CacheUsage {
  std::uint64_t files = 0;
  std::uint64_t directories = 0;
  std::uint64_t bytes = 0;  ///< apparent size; a file with several names counts once
};

/// The size of all that is in the cache at `root`. Nothing there: zeros. Follows no links.
Result<CacheUsage> measure_cache(const std::filesystem::path& root);

/// Removes the whole cache; waits up to `patience` until no other run uses it. Each top-level entry
/// is renamed out of the way first, so that a run that starts meanwhile sees all of it or nothing.
/// Only what axle makes goes, by its name; links are removed, never followed. Errors: `locked`,
/// `io`; `io` too if the directory is not a cache (no CACHEDIR.TAG, no bucket), so that a mistyped
/// `--cache-dir` is harmless.
Result<CacheUsage> clean_cache(const std::filesystem::path& root,
                               std::chrono::milliseconds patience);

/// Removes the entries of the named packages (normalized names) in all buckets, by the layout that
/// cache.hpp states. Errors: as above.
Result<CacheUsage> clean_packages(const std::filesystem::path& root,
                                  std::span<const std::string> names,
                                  std::chrono::milliseconds patience);

/// Removes what no run will use again: buckets of other formats (not in `current`), unfinished
/// things. Errors: as above.
Result<CacheUsage> prune_cache(const std::filesystem::path& root,
                               std::span<const std::string_view> current_buckets,
                               std::chrono::milliseconds patience);

}  // namespace axle
