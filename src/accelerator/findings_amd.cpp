// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "accelerator/findings.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

void find_unusable(const Machine& machine, std::vector<Finding>& found) {
  // Graphics of a processor are missed only where nothing else computes.
  const bool any_visible =
      std::ranges::any_of(machine.gpus, [](const Gpu& gpu) { return gpu.visible; });
  const auto undriven = std::ranges::find_if(machine.gpus, [&](const Gpu& gpu) {
    return gpu.why == "amdgpu-not-loaded" && !(gpu.integrated && any_visible);
  });
  if (undriven != machine.gpus.end())
    found.push_back({.code = "amdgpu-not-loaded",
                     .severity = Severity::error,
                     .message = fmt::format("{} is here, and the module amdgpu is not loaded",
                                            escape_foreign(undriven->name)),
                     .hint = "`sudo modprobe amdgpu`; if that fails, `dmesg` says why"});
  if (machine.amd.trouble == "kfd-missing")
    found.push_back({.code = "kfd-missing",
                     .severity = Severity::error,
                     .message = "the module amdgpu is loaded, and /dev/kfd is missing",
                     .hint = "the kernel was built without CONFIG_HSA_AMD, or the card is not "
                             "supported by it: install AMD's amdgpu-dkms, or a newer kernel"});
  if (machine.amd.trouble == "kfd-permission") {
    const std::string group =
        machine.amd.kfd_group.empty() ? "render" : escape_foreign(machine.amd.kfd_group);
    found.push_back(
        {.code = "kfd-permission",
         .severity = Severity::error,
         .message =
             fmt::format("/dev/kfd may be opened by the group `{}`, and you are not in it", group),
         .hint = machine.platform.in_container()
                     ? fmt::format("`{} run --group-add {} …`", machine.platform.container, group)
                     : fmt::format("`sudo usermod -aG {} $USER`, then log in again", group)});
  }
}

/// Whether some build of the data has code for a target.
bool any_build_for(const Catalog& catalog, std::string_view arch) {
  return std::ranges::any_of(catalog.tables().builds, [&](const KnownBuild& build) {
    return std::ranges::find(build.archs, arch) != build.archs.end();
  });
}

void find_overrides(const Catalog& catalog, const Machine& machine, std::vector<Finding>& found) {
  const auto overridden =
      std::ranges::find_if(machine.gpus, [](const Gpu& gpu) { return !gpu.runs_as.empty(); });
  if (overridden != machine.gpus.end())
    found.push_back(
        {.code = "gfx-override-active",
         .severity = Severity::info,
         .message =
             fmt::format("HSA_OVERRIDE_GFX_VERSION: {} runs as {}",
                         escape_foreign(overridden->arch), escape_foreign(overridden->runs_as)),
         .hint = "AMD does not support this; wrong results and crashes may come of it"});
  for (const Gpu* gpu : machine.counted(GpuVendor::amd)) {
    if (!gpu->runs_as.empty() || any_build_for(catalog, gpu->arch)) continue;
    const auto known = std::ranges::find(catalog.tables().gfx_overrides,
                                         std::string_view(gpu->arch), &GfxOverride::arch);
    if (known == catalog.tables().gfx_overrides.end()) continue;
    found.push_back({.code = "gfx-override-possible",
                     .severity = Severity::info,
                     .message = fmt::format("no build has code for {} ({}); others run a sibling's",
                                            escape_foreign(gpu->name), gpu->arch),
                     .hint = fmt::format("`export HSA_OVERRIDE_GFX_VERSION={}`, at your own risk",
                                         known->value)});
    return;
  }
}

void find_integrated(const Machine& machine, std::vector<Finding>& found) {
  std::vector<std::string> cards;
  const Gpu* integrated = nullptr;
  for (const Gpu& gpu : machine.gpus) {
    if (gpu.vendor != GpuVendor::amd || !gpu.visible) continue;
    if (gpu.integrated)
      integrated = &gpu;
    else
      cards.push_back(std::to_string(gpu.index));
  }
  if (integrated == nullptr || cards.empty()) return;
  found.push_back({.code = "integrated-gpu-visible",
                   .severity = Severity::warning,
                   .message = fmt::format("ROCm sees the processor's graphics ({}, {}) beside the "
                                          "card, and programs may take it",
                                          escape_foreign(integrated->name), integrated->arch),
                   .hint = fmt::format("`export HIP_VISIBLE_DEVICES={}`", join(cards, ","))});
}

}  // namespace

void find_amd_faults(const Catalog& catalog, const Machine& machine, std::vector<Finding>& found) {
  find_unusable(machine, found);
  find_overrides(catalog, machine, found);
  find_integrated(machine, found);
}

}  // namespace axle
