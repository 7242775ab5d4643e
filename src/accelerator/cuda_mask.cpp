// SPDX-License-Identifier: MIT
#include "accelerator/cuda_mask.hpp"

#include <algorithm>

#include "accelerator/arm_name.hpp"
#include "accelerator/mask_entry.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

/// In the order in which CUDA counts: that of the bus if CUDA_DEVICE_ORDER says so, else the
/// fastest first, which here is the newest architecture, then the most memory.
std::vector<Gpu*> in_cuda_order(std::vector<Gpu*> gpus, std::string_view device_order) {
  if (device_order == "PCI_BUS_ID") return gpus;
  std::ranges::stable_sort(gpus, [](const Gpu* a, const Gpu* b) {
    const auto first = numbers_in(a->capability());
    const auto second = numbers_in(b->capability());
    if (first != second) return first > second;
    return a->memory_mib.value_or(0) > b->memory_mib.value_or(0);
  });
  return gpus;
}

void show(Gpu& gpu) {
  // A process sees one instance: the first, unless one is named.
  if (gpu.sliced && gpu.instances.empty()) return;
  gpu.visible = true;
  gpu.why.clear();
  if (gpu.sliced) gpu.instances.front().visible = true;
}

void hide_all(const std::vector<Gpu*>& gpus, std::string_view why) {
  for (Gpu* gpu : gpus) {
    gpu->visible = false;
    gpu->why = why;
    for (GpuInstance& instance : gpu->instances) instance.visible = false;
  }
}

void show_unmasked(const std::vector<Gpu*>& gpus) {
  hide_all(gpus, "mig-first-instance-only");
  bool any = false;
  for (Gpu* gpu : gpus) {
    if (gpu->sliced) continue;
    show(*gpu);
    any = true;
  }
  const auto sliced =
      std::ranges::find_if(gpus, [](const Gpu* gpu) { return !gpu->instances.empty(); });
  if (!any && sliced != gpus.end()) show(**sliced);
}

bool show_instance(const std::vector<Gpu*>& gpus, std::string_view uuid) {
  for (Gpu* gpu : gpus) {
    const auto named = std::ranges::find(gpu->instances, uuid, &GpuInstance::uuid);
    if (named == gpu->instances.end()) continue;
    // With an instance named, it is the only thing that a process sees.
    hide_all(gpus, "masked");
    gpu->visible = true;
    gpu->why.clear();
    named->visible = true;
    return true;
  }
  return false;
}

}  // namespace

CudaMask apply_cuda_mask(std::vector<Gpu*>& gpus, const std::optional<std::string>& value,
                         std::string_view device_order) {
  CudaMask mask;
  if (!value) {
    show_unmasked(gpus);
    return mask;
  }
  hide_all(gpus, "masked");
  if (trim(*value).empty()) return mask;
  const std::vector<Gpu*> ordered = in_cuda_order(gpus, device_order);
  for (std::string_view entry : split(*value, ',')) {
    entry = trim(entry);
    if (entry.starts_with("MIG-") && show_instance(gpus, entry)) return mask;
    Gpu* named = gpu_named_by(entry, gpus, ordered);
    if (named == nullptr) {
      if (entry != "-1") mask.unknown.emplace_back(entry);
      break;
    }
    show(*named);
  }
  return mask;
}

}  // namespace axle
