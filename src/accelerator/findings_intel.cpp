// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "accelerator/findings.hpp"
#include "base/text.hpp"

namespace axle {

void find_intel_faults(const Machine& machine, std::vector<Finding>& found) {
  if (machine.intel.level_zero_missing)
    found.push_back({.code = "level-zero-missing",
                     .severity = Severity::warning,
                     .message =
                         "an Intel card is here, and its runtime (libze_loader.so.1) is not, "
                         "or it lists no device",
                     .hint = "install Intel's compute runtime: `apt install libze1 "
                             "libze-intel-gpu1`, or the packages of your distribution"});
  for (const Gpu& gpu : machine.gpus) {
    if (gpu.vendor != GpuVendor::intel || !gpu.integrated || !gpu.visible) continue;
    found.push_back({.code = "integrated-gpu-ignored",
                     .severity = Severity::info,
                     .message = fmt::format("{} is part of the processor and chooses no build",
                                            escape_foreign(gpu.name)),
                     .hint = "`--accelerator xpu` takes the XPU build all the same"});
    return;
  }
}

}  // namespace axle
