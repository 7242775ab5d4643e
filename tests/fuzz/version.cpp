// SPDX-License-Identifier: MIT
// Any bytes as a version: what is read prints in a form that is read back as the same.
#include "axle/versions/version.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto version = axle::Version::parse(text);
  if (!version) return 0;
  const std::string normal = version->to_string();
  const auto again = axle::Version::parse(normal);
  if (!again || *again != *version || again->hash() != version->hash() ||
      again->to_string() != normal)
    std::abort();
  // In two halves: an order of whatever both are must turn around when they do.
  const auto left = axle::Version::parse(text.substr(0, size / 2));
  if (left && ((*left <=> *version) == 0) != ((*version <=> *left) == 0)) std::abort();
  if (left && (*left < *version) != (*version > *left)) std::abort();
  return 0;
}
