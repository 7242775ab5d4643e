// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace axle {

// What is in the root of a cache beside buckets.
inline constexpr std::string_view lock_name = ".lock";
inline constexpr std::string_view staging_name = "tmp";
inline constexpr std::string_view tag_name = "CACHEDIR.TAG";
/// Where things wait to be deleted: they are out of reach already.
inline constexpr std::string_view trash_prefix = ".axle-tmp-";

/// Tells back-up programs to leave the directory out (bford.info/cachedir), and us that it is a
/// cache.
inline constexpr std::string_view tag_text =
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This directory is a cache of axle. It can be deleted at any time.\n"
    "# About this file: https://bford.info/cachedir/\n";

/// Whether axle, this one or an older one, makes entries of that name in the root of a cache. What
/// has another name is somebody else's, however it came there.
bool is_cache_entry(std::string_view name);

}  // namespace axle
