// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace axle {

/// The text with `****` in place of what stands between `://` and `@` in each URL: names and
/// passwords that users write into files are never shown. Linear.
std::string hide_user_info(std::string_view text);

/// A URL as messages show it: as above, and escaped.
std::string shown_url(std::string_view url);

/// The path as messages show it: relative to the working directory if it lies below it, escaped.
std::string shown_path(const std::filesystem::path& path);

/// Absolute, lexically normal, and without a slash at its end.
std::filesystem::path normal_path(const std::filesystem::path& path);

}  // namespace axle
