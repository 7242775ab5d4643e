// SPDX-License-Identifier: MIT
#include "accelerator/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accelerator/arm_name.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

GpuDriver overridden_driver(GpuVendor vendor) {
  GpuDriver driver;
  driver.vendor = vendor;
  return driver;
}

class Overrider {
 public:
  Overrider(SystemRoot& root, const Catalog& catalog, Machine& machine)
      : root_(root), catalog_(catalog), machine_(machine) {}

  void apply() {
    nvidia();
    amd();
    intel();
  }

 private:
  /// The value of a variable if it is set and says something.
  std::string take(const char* name) {
    const auto value = root_.variable(name);
    if (!value || trim(*value).empty()) return {};
    machine_.overrides.emplace_back(name);
    return std::string(trim(*value));
  }

  GpuDriver& driver(GpuVendor vendor) {
    const auto found = std::ranges::find(machine_.drivers, vendor, &GpuDriver::vendor);
    if (found != machine_.drivers.end()) return *found;
    const auto place = std::ranges::find_if(
        machine_.drivers, [&](const GpuDriver& other) { return other.vendor > vendor; });
    return *machine_.drivers.insert(place, overridden_driver(vendor));
  }

  /// The devices of the vendor, of which there is at least one that is visible.
  std::vector<Gpu*> devices(GpuVendor vendor) {
    std::vector<Gpu*> visible;
    for (Gpu& gpu : machine_.gpus)
      if (gpu.vendor == vendor && gpu.visible) visible.push_back(&gpu);
    if (!visible.empty()) return visible;
    const auto place = std::ranges::find_if(
        machine_.gpus, [&](const Gpu& other) { return other.vendor > vendor; });
    Gpu assumed;
    assumed.vendor = vendor;
    assumed.name = "the device that " + machine_.overrides.back() + " stands for";
    assumed.visible = true;
    assumed.index = static_cast<unsigned>(std::ranges::count(machine_.gpus, vendor, &Gpu::vendor));
    return {&*machine_.gpus.insert(place, std::move(assumed))};
  }

  void nvidia() {
    if (const std::string version = take("UV_CUDA_DRIVER_VERSION"); !version.empty()) {
      GpuDriver& chosen = driver(GpuVendor::nvidia);
      chosen.version = version;
      chosen.compat.clear();
      const DriverBranch* branch = catalog_.branch(version);
      chosen.cuda = branch != nullptr ? branch->cuda : "";
      devices(GpuVendor::nvidia);
    }
    if (const std::string cuda = take("NV_VARIANT_PROVIDER_FORCE_CUDA_DRIVER_VERSION");
        !cuda.empty()) {
      GpuDriver& chosen = driver(GpuVendor::nvidia);
      chosen.cuda = cuda;
      // The provider's "driver version" is a CUDA version; the floors ask for the driver that
      // brings it.
      for (const DriverBranch& branch : catalog_.tables().driver_branches)
        if (at_least(cuda, branch.cuda) && !at_least(chosen.version, std::to_string(branch.branch)))
          chosen.version = std::to_string(branch.branch);
      devices(GpuVendor::nvidia);
    }
    if (const std::string capability = take("NV_VARIANT_PROVIDER_FORCE_SM_ARCH");
        !capability.empty())
      for (Gpu* gpu : devices(GpuVendor::nvidia))
        gpu->arch = "sm_" + replace_all(capability, ".", "");
  }

  void amd() {
    for (const char* name : {"UV_AMD_GPU_ARCHITECTURE", "AMD_VARIANT_PROVIDER_FORCE_GFX_ARCH"}) {
      const std::string arch = take(name);
      if (arch.empty()) continue;
      driver(GpuVendor::amd);
      for (Gpu* gpu : devices(GpuVendor::amd)) {
        gpu->arch = ascii_lower(arch);
        gpu->runs_as.clear();
      }
    }
    if (const std::string rocm = take("AMD_VARIANT_PROVIDER_FORCE_ROCM_VERSION"); !rocm.empty())
      driver(GpuVendor::amd).rocm = rocm;
  }

  void intel() {
    const std::string ip = take("INTEL_VARIANT_PROVIDER_FORCE_DEVICE_IP");
    if (ip.empty()) return;
    for (Gpu* gpu : devices(GpuVendor::intel)) {
      gpu->arch = ip;
      gpu->integrated = false;
    }
  }

  SystemRoot& root_;
  const Catalog& catalog_;
  Machine& machine_;
};

bool is_version_text(std::string_view text) {
  return is_ascii_digit(text.front()) && is_ascii_digit(text.back()) &&
         text.find("..") == std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return is_ascii_digit(c) || c == '.'; });
}

bool is_gfx_text(std::string_view text) {
  return text.size() >= 6 && ascii_lower(text.substr(0, 3)) == "gfx" &&
         std::ranges::all_of(text.substr(3), [](char c) {
           return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

}  // namespace

std::optional<std::string> wrong_override(SystemRoot& root) {
  for (const std::string_view name : override_variables) {
    const auto value = root.variable(std::string(name));
    if (!value || trim(*value).empty()) continue;
    const std::string_view text = trim(*value);
    const bool is_target = name.find("GPU_ARCHITECTURE") != std::string_view::npos ||
                           name.find("GFX_ARCH") != std::string_view::npos;
    if (is_target ? is_gfx_text(text) : is_version_text(text)) continue;
    return fmt::format(
        "`{}` is `{}`, which is no {}", name, escape_foreign(*value),
        is_target ? "architecture of AMD's, such as `gfx1100`" : "version, such as `580.95.05`");
  }
  return std::nullopt;
}

void apply_overrides(SystemRoot& root, const Catalog& catalog, Machine& machine) {
  Overrider(root, catalog, machine).apply();
}

}  // namespace axle
