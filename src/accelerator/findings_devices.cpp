// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "accelerator/findings.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr GpuVendor vendors[] = {GpuVendor::nvidia, GpuVendor::amd, GpuVendor::intel};

std::string mask_variable(GpuVendor vendor) {
  if (vendor == GpuVendor::nvidia) return "CUDA_VISIBLE_DEVICES";
  return vendor == GpuVendor::amd ? "HIP_VISIBLE_DEVICES" : "ZE_AFFINITY_MASK";
}

void find_masks(const Machine& machine, std::vector<Finding>& found) {
  const bool all_masked =
      !machine.gpus.empty() &&
      std::ranges::all_of(machine.gpus, [](const Gpu& gpu) { return gpu.why == "masked"; });
  if (all_masked) {
    const GpuVendor vendor = machine.gpus.front().vendor;
    const std::string variable =
        vendor == GpuVendor::amd ? machine.amd.mask : mask_variable(vendor);
    found.push_back({.code = "devices-masked",
                     .severity = Severity::warning,
                     .message = fmt::format("{} hides every device ({})", variable,
                                            escape_foreign(machine.gpus.front().name)),
                     .hint = fmt::format("unset it: `unset {}`", variable)});
  }
  for (const UnknownMaskEntry& unknown : machine.unknown_mask_entries) {
    const auto count = std::ranges::count(machine.gpus, unknown.vendor, &Gpu::vendor);
    found.push_back(
        {.code = "mask-entry-unknown",
         .severity = Severity::warning,
         .message = fmt::format("`{}` in {} names no device; it and what follows is ignored",
                                escape_foreign(unknown.entry), unknown.variable),
         .hint = fmt::format("{} here: indices begin with 0, `axle accelerator show` lists them",
                             counted(static_cast<std::uint64_t>(count), "device"))});
  }
}

void find_mixtures(const Machine& machine, std::vector<Finding>& found) {
  std::vector<std::string> seen;
  for (const GpuVendor vendor : vendors) {
    const std::vector<const Gpu*> gpus = machine.counted(vendor);
    if (!gpus.empty()) seen.emplace_back(vendor_title(vendor));
    std::set<std::string> archs;
    for (const Gpu* gpu : gpus) archs.insert(escape_foreign(gpu->arch));
    if (archs.size() < 2) continue;
    found.push_back(
        {.code = "mixed-devices",
         .severity = Severity::info,
         .message = fmt::format("the visible devices differ ({}): a build must have code for all",
                                join({archs.begin(), archs.end()}, ", ")),
         .hint =
             fmt::format("to use the newer ones alone, name them in {}", mask_variable(vendor))});
  }
  if (seen.size() > 1)
    found.push_back(
        {.code = "several-vendors",
         .severity = Severity::info,
         .message = fmt::format("devices of {} are visible; one build serves one of them",
                                join_in_words(seen, "and")),
         .hint = "CUDA goes before ROCm before XPU; `--accelerator` chooses another"});
}

void find_instances(const Machine& machine, std::vector<Finding>& found) {
  if (machine.nvidia.mask_set) return;
  for (const Gpu& gpu : machine.gpus) {
    if (!gpu.visible || gpu.instances.size() < 2) continue;
    found.push_back(
        {.code = "mig-first-instance-only",
         .severity = Severity::info,
         .message = fmt::format("{} has {}; a program sees the first, {}", escape_foreign(gpu.name),
                                counted(gpu.instances.size(), "MIG instance"),
                                escape_foreign(gpu.instances.front().name)),
         .hint = fmt::format("name another: `CUDA_VISIBLE_DEVICES={}`",
                             escape_foreign(gpu.instances[1].uuid))});
    return;
  }
}

}  // namespace

void find_device_faults(const Machine& machine, std::vector<Finding>& found) {
  find_masks(machine, found);
  find_mixtures(machine, found);
  find_instances(machine, found);
}

}  // namespace axle
