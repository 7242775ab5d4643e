// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "accelerator/machine.hpp"

namespace axle {

/// The device that an entry of a mask (CUDA_VISIBLE_DEVICES, HIP_VISIBLE_DEVICES …) names: by its
/// number in `counted`, or by a UUID ("GPU-…") that one of `gpus`, and no other, begins with. Null
/// if it names none.
Gpu* gpu_named_by(std::string_view entry, const std::vector<Gpu*>& gpus,
                  const std::vector<Gpu*>& counted);

}  // namespace axle
