// SPDX-License-Identifier: MIT
// Any text as the lines of a requirements file; files that it names are not read.
#include "project/written_requirement.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "project/requirements_lines.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const auto& line : axle::requirements_lines({reinterpret_cast<const char*>(data), size}))
    (void)axle::parse_written_requirement(line.text, "/nowhere");
  return 0;
}
