// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "accelerator/amd_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const axle::KfdProperties node = axle::parse_kfd_properties(text);
  for (const std::string& name :
       {axle::gfx_name(node.gfx_target_version), axle::gfx_of_override(text)})
    if (!name.empty() && (!name.starts_with("gfx") || name.size() > 7)) std::abort();
  for (const auto& [number, name] : axle::parse_rocminfo(text))
    if (name.empty() || name.size() > size) std::abort();
  axle::parse_rocm_version(text);
  return 0;
}
