// SPDX-License-Identifier: MIT
#include "accelerator/mask_entry.hpp"

#include "base/text.hpp"

namespace axle {

Gpu* gpu_named_by(std::string_view entry, const std::vector<Gpu*>& gpus,
                  const std::vector<Gpu*>& counted) {
  if (const auto index = parse_unsigned(entry))
    return *index < counted.size() ? counted[*index] : nullptr;
  if (!entry.starts_with("GPU-")) return nullptr;
  Gpu* found = nullptr;
  for (Gpu* gpu : gpus) {
    if (!gpu->uuid.starts_with(entry)) continue;
    if (found != nullptr) return nullptr;
    found = gpu;
  }
  return found;
}

}  // namespace axle
