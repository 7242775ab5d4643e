// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

/// Whether a path matches a pattern of `*`, `?`, `[abc]`, `[!a-z]` and `**`. As in uv, `*` crosses
/// slashes. At most quadratic.
bool matches_path_pattern(std::string_view pattern, std::string_view path);

/// Whether `expand_path_pattern` could name a relative path: `*` and `?` stay within one level,
/// `**` is any number of levels, and at least one at the end. Time: parts of both times their
/// length.
bool names_path(std::string_view pattern, std::string_view path);

/// The directories below `root` that a pattern names, in order of name; `*` and `?` stay within one
/// level, `**` is any number of levels (at the end of a pattern at least one), hidden directories
/// included, links not followed by `**`. A
/// pattern without special characters may name a directory that does not exist. Limits: 16 levels
/// of `**`, 100,000 directories looked at. Errors: `invalid_input` beyond them; `io`.
Result<std::vector<std::filesystem::path>> expand_path_pattern(const std::filesystem::path& root,
                                                               std::string_view pattern);

}  // namespace axle
