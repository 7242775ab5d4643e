// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "project/env_file.hpp"

// Every text is read up to its first bad line, and what was read is within the limit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::map<std::string, std::string> variables;
  static_cast<void>(axle::read_env_text(std::string_view(reinterpret_cast<const char*>(data), size),
                                        axle::Environment::of({{"HOME", "/home/someone"}}),
                                        variables));
  for (const auto& [name, value] : variables)
    if (name.empty() || value.size() > (2U << 20) + size) std::abort();
  return 0;
}
