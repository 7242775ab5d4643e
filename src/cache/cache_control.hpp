// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace axle {

/// The directives of a Cache-Control header that matter to a private cache (RFC 9111, 5.2.2).
/// Unknown ones are passed over. Linear.
struct CacheControl {
  /// Seconds, at most 2^31; the smallest if there are several.
  std::optional<std::int64_t> max_age{};
  bool no_store = false;
  bool no_cache = false;
  bool must_revalidate = false;

  /// A `max-age` that is no number counts as 0: doubt makes an answer stale.
  static CacheControl parse(std::string_view text);
  friend bool operator==(const CacheControl&, const CacheControl&) = default;
};

}  // namespace axle
