// SPDX-License-Identifier: MIT
// Cache-Control, Retry-After, dates, Content-Range, gzip bodies and cache entries, by the first
// byte.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cache/cache_control.hpp"
#include "cache/stored_response.hpp"
#include "net/gzip_body.hpp"
#include "net/http_client.hpp"
#include "net/retry.hpp"

namespace {
void require(bool holds) {
  if (!holds) std::abort();
}

void check_range(std::string_view text) {
  const auto range = axle::ContentRange::parse(text);
  if (!range) return;
  require(range->first <= range->last);
  require(!range->total || range->last < *range->total);
}

void check_entry(std::string_view text) {
  const auto stored = axle::read_stored_response(std::string(text));
  if (!stored) return;
  require(axle::write_stored_response(*stored, stored->payload()) == text);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr std::uint64_t limit = 1 << 20;
  switch (static_cast<char>(data[0])) {
    case 'c':
      require(axle::CacheControl::parse(text).max_age.value_or(0) >= 0);
      break;
    case 'r': {
      const auto wait = axle::parse_retry_after(text, std::chrono::system_clock::time_point{});
      require(!wait || (wait->count() >= 0 && *wait <= std::chrono::hours(24 * 366)));
      break;
    }
    case 'b':
      check_range(text);
      break;
    case 'g':
      if (const auto body = axle::decode_gzip(text, limit)) require(body->size() <= limit);
      break;
    case 's':
      check_entry(text);
      break;
    default:
      break;
  }
  return 0;
}
