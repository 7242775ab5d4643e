// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "axle/project/exclude_newer.hpp"

namespace axle {

/// Whether `text` means a span of time, well written or not.
bool looks_like_span(std::string_view text);

/// A span as ISO 8601 writes it ("P30D", "PT1.5H") or in words ("2 weeks, 3 days", "1d 02:30:00",
/// "24h ago"). Its direction is kept in the text, which is the lock's, and is of no other effect:
/// a span always goes back. Units go from the largest to the smallest; the smallest of hours and
/// less may have a fraction. Errors: `invalid_input`, also for years and months.
Result<UploadLimit> read_span(std::string_view text);

}  // namespace axle
