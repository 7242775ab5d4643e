// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accelerator/machine.hpp"

namespace axle {

/// What CUDA_VISIBLE_DEVICES leaves to see.
struct CudaMask {
  std::vector<std::string> unknown;  ///< entries that name no device
};

/// Sets `visible`, and `why` where it hides, of `gpus` (NVIDIA's, usable so far, in the order of
/// the bus) and of their instances, as the CUDA programming guide says of CUDA_VISIBLE_DEVICES:
/// indices, UUIDs or unique beginnings of them, UUIDs of MIG instances; an entry that names nothing
/// ends the list. Without the variable a process sees all devices, or else one instance.
CudaMask apply_cuda_mask(std::vector<Gpu*>& gpus, const std::optional<std::string>& value,
                         std::string_view device_order);

}  // namespace axle
