// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "axle/project/exclude_newer.hpp"

namespace axle {

/// A moment as ISO 8601 writes it: "2024-01-01T10:00:00Z", "20240101 1000+02", with a comma or a
/// point before the fraction and with the annotations of RFC 9557 (`[Europe/Paris]`, which say
/// nothing new beside an offset and are passed over). A date, or a moment without an offset, is
/// the end of that day in the system's time zone. Nothing if it is neither.
std::optional<UploadLimit> read_moment(std::string_view text);

}  // namespace axle
