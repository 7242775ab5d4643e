// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace axle {

/// The text, cut to at most so many columns, with `…` for what is cut off. Control characters are
/// escaped. Characters outside ASCII count as one column each.
std::string fit(std::string_view text, std::size_t columns);

/// A line of a download that fits: label, bar, bytes. Where it is narrow the bar goes first, then
/// the label is cut.
std::string progress_line(std::string_view label, std::uint64_t bytes, std::uint64_t total,
                          std::size_t columns);

}  // namespace axle
