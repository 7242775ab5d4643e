// SPDX-License-Identifier: MIT
#include "accelerator/amd_mask.hpp"

#include <algorithm>

#include "accelerator/mask_entry.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

/// CUDA_VISIBLE_DEVICES may be meant for NVIDIA's devices, which are counted on their own.
bool nvidia_has(const Machine& machine, std::string_view variable, const std::string& entry) {
  if (variable != "CUDA_VISIBLE_DEVICES") return false;
  const bool any = std::ranges::any_of(
      machine.gpus, [](const Gpu& gpu) { return gpu.vendor == GpuVendor::nvidia; });
  return any &&
         std::ranges::none_of(machine.unknown_mask_entries, [&](const UnknownMaskEntry& unknown) {
           return unknown.variable == variable && unknown.entry == entry;
         });
}

}  // namespace

MaskedList read_device_list(std::string_view value, const std::vector<Gpu*>& gpus) {
  MaskedList list;
  if (trim(value).empty()) return list;
  for (std::string_view entry : split(value, ',')) {
    entry = trim(entry);
    Gpu* gpu = gpu_named_by(entry, gpus, gpus);
    if (gpu == nullptr) {
      if (entry != "-1") list.unknown = entry;
      break;
    }
    if (std::ranges::find(list.named, gpu) == list.named.end()) list.named.push_back(gpu);
  }
  return list;
}

void apply_amd_masks(SystemRoot& root, std::vector<Gpu*> gpus, Machine& machine) {
  for (Gpu* gpu : gpus) gpu->visible = true;
  std::vector<std::string> variables{"ROCR_VISIBLE_DEVICES"};
  variables.emplace_back(root.variable("HIP_VISIBLE_DEVICES") ? "HIP_VISIBLE_DEVICES"
                                                              : "CUDA_VISIBLE_DEVICES");
  for (const std::string& variable : variables) {
    const auto value = root.variable(variable);
    if (!value || gpus.empty()) continue;
    MaskedList list = read_device_list(*value, gpus);
    for (Gpu* gpu : gpus) {
      gpu->visible = std::ranges::find(list.named, gpu) != list.named.end();
      gpu->why = gpu->visible ? "" : "masked";
    }
    if (list.named.size() < gpus.size()) machine.amd.mask = variable;
    if (!list.unknown.empty() && !nvidia_has(machine, variable, list.unknown))
      machine.unknown_mask_entries.push_back(
          {.variable = variable, .entry = list.unknown, .vendor = GpuVendor::amd});
    gpus = std::move(list.named);
  }
}

}  // namespace axle
