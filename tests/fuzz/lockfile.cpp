// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "axle/lock/lock.hpp"

// A lock is refused or read; one that was read and is written reads as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto lockfile =
      axle::parse_lockfile("uv.lock", std::string(reinterpret_cast<const char*>(data), size));
  if (!lockfile) return 0;
  const auto again = axle::parse_lockfile("uv.lock", axle::lockfile_text(*lockfile));
  if (!again || !again->same_contents(*lockfile)) std::abort();
  return 0;
}
