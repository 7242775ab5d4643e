// SPDX-License-Identifier: MIT
// Any text as a pyproject.toml: read, flattened, and nothing else may happen than a value or an
// error.
#include "project/pyproject.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "project/dependency_groups.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = axle::parse_pyproject(
      "/project/pyproject.toml", std::string(reinterpret_cast<const char*>(data), size), {});
  if (file) (void)axle::flatten_groups(*file);
  return 0;
}
