// SPDX-License-Identifier: MIT
#include "accelerator/machine.hpp"

#include <algorithm>

namespace axle {

std::string_view vendor_name(GpuVendor vendor) {
  if (vendor == GpuVendor::nvidia) return "nvidia";
  return vendor == GpuVendor::amd ? "amd" : "intel";
}

std::string_view vendor_title(GpuVendor vendor) {
  if (vendor == GpuVendor::nvidia) return "NVIDIA";
  return vendor == GpuVendor::amd ? "AMD" : "Intel";
}

std::string Gpu::capability() const {
  // The last digit is the minor version: sm_121 is 12.1.
  if (!arch.starts_with("sm_") || arch.size() < 5) return {};
  return arch.substr(3, arch.size() - 4) + "." + arch.back();
}

std::string MachinePlatform::key() const {
  if (os == "macos") return "macos_" + arch;
  return (libc.starts_with("musl") ? "musl_" : "linux_") + arch;
}

const GpuDriver* Machine::driver(GpuVendor vendor) const {
  const auto found = std::ranges::find(drivers, vendor, &GpuDriver::vendor);
  return found == drivers.end() ? nullptr : &*found;
}

std::vector<const Gpu*> Machine::counted(GpuVendor vendor) const {
  std::vector<const Gpu*> cards, integrated;
  for (const Gpu& gpu : gpus)
    if (gpu.vendor == vendor && gpu.visible) (gpu.integrated ? integrated : cards).push_back(&gpu);
  return cards.empty() && vendor != GpuVendor::intel ? integrated : cards;
}

bool Machine::has_usable_gpu() const {
  return std::ranges::any_of(gpus, [](const Gpu& gpu) {
    return gpu.visible && !(gpu.vendor == GpuVendor::intel && gpu.integrated);
  });
}

}  // namespace axle
