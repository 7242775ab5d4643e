// SPDX-License-Identifier: MIT
// Any bytes as core metadata.
#include "axle/standards/core_metadata.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto metadata =
      axle::CoreMetadata::parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!metadata) return 0;
  if (metadata->name.text().empty()) std::abort();
  for (const auto& [name, value] : metadata->fields)
    if (value.size() > 4096) std::abort();
  return 0;
}
