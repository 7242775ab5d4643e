// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace axle {

/// Whether a request that was answered with this status may succeed a little later.
bool is_transient_status(int status);

/// The wait that a Retry-After header asks for: seconds, or a date (RFC 9110, 10.2.3); a past date
/// is 0. None if it is neither. At most a year.
std::optional<std::chrono::milliseconds> parse_retry_after(
    std::string_view text, std::chrono::system_clock::time_point now);

/// The wait before try number `attempt` (2 is the first repetition): `first` doubled each time,
/// then anything from half of that to all of it, so that clients that failed together do not return
/// together. `random` is any number.
std::chrono::milliseconds backoff(unsigned attempt, std::chrono::milliseconds first,
                                  std::uint64_t random);

/// An HTTP date in its preferred form, "Sun, 06 Nov 1994 08:49:37 GMT", as seconds since 1970. None
/// if it is anything else.
std::optional<std::int64_t> parse_http_date(std::string_view text);

}  // namespace axle
