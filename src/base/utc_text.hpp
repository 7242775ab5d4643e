// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace axle {

/// A moment in UTC to the second, without a word for the zone: `2024-05-01T12:30:00` (RFC 3339),
/// with another character between date and time if asked. Seconds since 1970, before it negative.
std::string utc_text(std::int64_t seconds, char between = 'T');

}  // namespace axle
