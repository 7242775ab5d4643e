// SPDX-License-Identifier: MIT
#include "accelerator/detect.hpp"

#include <fmt/format.h>

#include "accelerator/amd_detect.hpp"
#include "accelerator/intel_detect.hpp"
#include "accelerator/nvidia_detect.hpp"
#include "accelerator/overrides.hpp"
#include "accelerator/pci_bus.hpp"
#include "accelerator/platform_detect.hpp"

namespace axle {
namespace {

constexpr const char* mask_variables[] = {
    "CUDA_VISIBLE_DEVICES",     "CUDA_DEVICE_ORDER", "ROCR_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES",
    "HSA_OVERRIDE_GFX_VERSION", "ZE_AFFINITY_MASK",  "LD_LIBRARY_PATH",      "ROCM_PATH"};

/// FNV-1a, 64 bits: equal machines give equal words, and nobody has a reason to forge one.
class Digest {
 public:
  void add(std::string_view text) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    mix(0);
  }
  std::string word() const { return fmt::format("{:016x}", state_); }

 private:
  void mix(std::uint64_t byte) { state_ = (state_ ^ byte) * 0x100000001b3ULL; }
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
};

}  // namespace

Machine detect(SystemRoot& root, const Catalog& catalog) {
  Machine machine;
  machine.platform = detect_platform(root);
  if (machine.platform.os == "linux") {
    const std::vector<PciDevice> displays = pci_displays(root);
    detect_nvidia(root, catalog, displays, machine);
    detect_amd(root, catalog, displays, machine);
    detect_intel(root, catalog, displays, machine);
  }
  apply_overrides(root, catalog, machine);
  return machine;
}

std::string machine_fingerprint(SystemRoot& root) {
  Digest digest;
  for (const char* file : {"/sys/module/nvidia/version", "/proc/driver/nvidia/version",
                           "/sys/module/amdgpu/version", "/etc/nv_tegra_release"})
    digest.add(root.read(file).value_or("-"));
  for (const std::string& node : root.list("/dev", "nvidia")) digest.add(node);
  for (const std::string& node : root.list("/dev/dri", "renderD")) digest.add(node);
  for (const char* node : {"/dev/nvidiactl", "/dev/kfd", "/dev/dxg"})
    digest.add(std::to_string(static_cast<int>(root.access(node))));
  for (const std::string& node : root.list("/sys/class/kfd/kfd/topology/nodes")) digest.add(node);
  for (const auto* name : mask_variables) digest.add(root.variable(name).value_or("-"));
  for (const auto* name : override_variables) digest.add(root.variable(name).value_or("-"));
  return digest.word();
}

}  // namespace axle
