// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace axle {

/// What changes between two texts, line by line, in the form of `diff -u` with three lines around
/// each change; empty if they are the same. For files that people write: quadratic in the lines
/// that are not equal at both ends.
std::string line_diff(std::string_view before, std::string_view after, std::string_view name);

}  // namespace axle
