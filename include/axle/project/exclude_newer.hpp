// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "axle/model/index_definition.hpp"

namespace axle {

/// A value of `exclude-newer` as it was written: a moment, a span before now, or
/// `false`. A value; the moment that a span means is asked for with a time.
struct UploadLimit {
  enum class Kind {
    instant,  ///< `text` is RFC 3339 in UTC, to the precision as given
    span,     ///< `text` is ISO 8601 ("P30D"; "-P30D" goes back as far)
    off,      ///< `false`: no limit
  };
  Kind kind = Kind::off;
  std::string text;
  std::int64_t milliseconds = 0;  ///< since 1970 (UTC) of an instant; length of a span

  /// "2024-03-25T00:00:00Z"; "2024-03-25" or "2024-03-25 10:00" (the end of that day in the
  /// system's time zone); "30 days", "1 week", "P30D", "PT24H"; "false" for no limit. Years and
  /// months are no spans, for their length varies. Errors: `invalid_input`.
  static Result<UploadLimit> parse(std::string_view text);
  static UploadLimit never() { return {}; }

  UploadCutoff cutoff(std::chrono::system_clock::time_point now) const;

  friend bool operator==(const UploadLimit&, const UploadLimit&) = default;
};

}  // namespace axle
