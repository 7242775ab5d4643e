// SPDX-License-Identifier: MIT
#include "net/netrc.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto netrc = axle::parse_netrc(text);
  if (!netrc) return 0;
  for (const axle::NetrcEntry& entry : netrc->entries)
    if (entry.host.size() + entry.login.size() + entry.password.size() > size) std::abort();
  return 0;
}
