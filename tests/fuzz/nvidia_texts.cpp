// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "accelerator/driver_questions.hpp"
#include "accelerator/installed_set.hpp"
#include "accelerator/nvidia_text.hpp"
#include "accelerator/platform_detect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bool with_capability : {true, false}) {
    const auto rows = axle::parse_smi_query(text, with_capability);
    if (!rows) continue;
    for (const axle::SmiRow& row : *rows)
      if (!axle::looks_like_driver_version(row.driver_version)) std::abort();
  }
  const std::string version = axle::parse_proc_version(text);
  if (!version.empty() && !axle::looks_like_driver_version(version)) std::abort();
  for (const auto& [device, instances] : axle::parse_smi_instances(text))
    if (device.empty() || instances.empty()) std::abort();
  if (axle::parse_information(text).model.size() > size) std::abort();
  if (axle::driver_library_version(text).size() > size) std::abort();
  axle::parse_nvml_text(text);
  axle::parse_level_zero_text(text);
  axle::parse_l4t(text);
  axle::arm_of_version_file(text);
  return 0;
}
