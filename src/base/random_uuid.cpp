// SPDX-License-Identifier: MIT
#include "base/random_uuid.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <random>

namespace axle {

std::string random_uuid() {
  std::random_device source;
  const std::uint32_t first = source();
  const std::uint32_t second = source();
  const std::uint32_t third = source();
  const std::uint32_t last = source();
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:04x}{:08x}", first, second >> 16,
                     second & 0xfff, 0x8000 | (third >> 18), third & 0xffff, last);
}

}  // namespace axle
