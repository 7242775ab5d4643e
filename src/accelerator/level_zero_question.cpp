// SPDX-License-Identifier: MIT
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "accelerator/driver_questions.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

// The part of Level Zero's interface that is used (oneAPI Level Zero specification, core API).
using ZeHandle = void*;
constexpr std::uint32_t device_properties_type = 0x3;
constexpr std::uint32_t ip_version_type = 0x1000f;
constexpr std::uint32_t gpu_type = 1;
constexpr std::uint32_t integrated_flag = 1;

struct IpVersion {
  std::uint32_t type = ip_version_type;
  void* next = nullptr;
  std::uint32_t ip_version = 0;
};
struct DeviceProperties {
  std::uint32_t structure_type = device_properties_type;
  void* next = nullptr;
  std::uint32_t type = 0, vendor_id = 0, device_id = 0, flags = 0, subdevice_id = 0,
                core_clock_rate = 0;
  std::uint64_t max_memory_allocation = 0;
  std::uint32_t max_hardware_contexts = 0, max_queue_priority = 0, threads_per_unit = 0,
                simd_width = 0, units_per_subslice = 0, subslices_per_slice = 0, slices = 0;
  std::uint64_t timer_resolution = 0;
  std::uint32_t timestamp_bits = 0, kernel_timestamp_bits = 0;
  std::uint8_t uuid[16] = {};
  char name[256] = {};
};

template <class... Arguments>
int call(void* library, const char* name, Arguments... arguments) {
  constexpr int unsupported = 0x78000003;
  const auto function = reinterpret_cast<int (*)(Arguments...)>(::dlsym(library, name));
  return function == nullptr ? unsupported : function(arguments...);
}

/// The handles that a function of the form f(parent…, count, handles) gives.
template <class... Parent>
std::vector<ZeHandle> handles(void* library, const char* name, Parent... parent) {
  std::uint32_t count = 0;
  if (call(library, name, parent..., &count, static_cast<ZeHandle*>(nullptr)) != 0) return {};
  std::vector<ZeHandle> all(std::min<std::uint32_t>(count, 256));
  count = static_cast<std::uint32_t>(all.size());
  if (call(library, name, parent..., &count, all.data()) != 0) return {};
  return all;
}

}  // namespace

std::string ask_level_zero() {
  // The mask is applied by axle, which also says what it hides.
  ::unsetenv("ZE_AFFINITY_MASK");
  void* library = ::dlopen("libze_loader.so.1", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return "missing\n";
  const int init = call(library, "zeInit", std::uint32_t{0});
  std::string text = fmt::format("init\t{}\n", static_cast<unsigned>(init));
  if (init != 0) return text;
  for (const ZeHandle driver : handles(library, "zeDriverGet")) {
    for (const ZeHandle device : handles(library, "zeDeviceGet", driver)) {
      IpVersion ip;
      DeviceProperties properties;
      properties.next = &ip;
      if (call(library, "zeDeviceGetProperties", device, &properties) != 0) continue;
      if (properties.type != gpu_type) continue;
      properties.name[sizeof properties.name - 1] = '\0';
      text += fmt::format("device\t{}\t{}\t{}\n", replace_all(properties.name, "\t", " "),
                          ip.ip_version, properties.flags & integrated_flag);
    }
  }
  return text;
}

LevelZeroAnswer parse_level_zero_text(std::string_view text) {
  LevelZeroAnswer answer;
  for (const std::string_view line : split(text, '\n')) {
    const auto fields = split(line, '\t');
    if (fields[0] == "init" && fields.size() == 2) {
      answer.end = ProbeEnd::answered;
      answer.init = parse_unsigned(fields[1]) == 0 ? 0 : 1;
    } else if (fields[0] == "device" && fields.size() == 4) {
      LevelZeroDevice device;
      device.name = fields[1];
      device.ip_version = parse_unsigned(fields[2]).value_or(0);
      device.integrated = fields[3] == "1";
      answer.devices.push_back(std::move(device));
    }
  }
  return answer;
}

}  // namespace axle
