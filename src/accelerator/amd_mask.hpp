// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accelerator/machine.hpp"
#include "accelerator/system_root.hpp"

namespace axle {

/// Sets `visible`, and `why` where a variable hides, of `gpus` (AMD's, usable so far):
/// ROCR_VISIBLE_DEVICES first, then HIP_VISIBLE_DEVICES, or without it CUDA_VISIBLE_DEVICES,
/// counting what is left (ROCm, "GPU isolation techniques"). Entries that name nothing are noted in
/// `machine`.
void apply_amd_masks(SystemRoot& root, std::vector<Gpu*> gpus, Machine& machine);

/// The entries of a list of devices up to the first that names none of `gpus`: indices, or UUIDs
/// and their unique beginnings. `unknown` is that one, if there is one that is not -1.
struct MaskedList {
  std::vector<Gpu*> named;
  std::string unknown;
};
MaskedList read_device_list(std::string_view value, const std::vector<Gpu*>& gpus);

}  // namespace axle
