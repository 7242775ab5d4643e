// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace axle {

/// A moment as an index writes it (RFC 3339: `2024-11-20T10:00:00.123456Z`, with `T`, `t` or a
/// space, and `Z` or an offset), in milliseconds since 1970 (UTC), the rest cut off. None if it is
/// not one. Years 1 to 9999.
std::optional<std::int64_t> parse_upload_time(std::string_view text);

/// The moment as locks write it: `2024-11-20T10:00:00.12Z`, without zeros at the end of the
/// fraction.
std::string upload_time_text(std::int64_t milliseconds);

}  // namespace axle
