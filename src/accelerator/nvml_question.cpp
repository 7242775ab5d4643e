// SPDX-License-Identifier: MIT
#include <dlfcn.h>
#include <fmt/format.h>

#include <array>

#include "accelerator/driver_questions.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

// The part of NVML's interface that is used (NVIDIA, "NVML API reference"); a library that lacks a
// function answers less.
struct Memory {
  unsigned long long total, free, used;
};
struct PciInfo {
  char bus_id_legacy[16];
  unsigned domain, bus, device, pci_device_id, pci_subsystem_id;
  char bus_id[32];
};
using NvmlHandle = void*;

class Nvml {
 public:
  explicit Nvml(void* library) : library_(library) {}

  template <class... Arguments>
  int call(const char* name, Arguments... arguments) const {
    constexpr int function_not_found = 13;
    const auto function = reinterpret_cast<int (*)(Arguments...)>(::dlsym(library_, name));
    return function == nullptr ? function_not_found : function(arguments...);
  }

  /// A text that a function writes into a buffer; empty if it does not.
  template <class... Arguments>
  std::string text(const char* name, Arguments... arguments) const {
    std::array<char, 256> buffer{};
    if (call(name, arguments..., buffer.data(), static_cast<unsigned>(buffer.size() - 1)) != 0)
      return {};
    return replace_all(buffer.data(), "\t", " ");
  }

 private:
  void* library_;
};

void* open_nvml() {
  for (const char* name : {"libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1"})
    if (void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL)) return library;
  return nullptr;
}

std::string memory_of(const Nvml& nvml, NvmlHandle device) {
  Memory memory{};
  // Devices that share the system's memory do not say how much.
  if (nvml.call("nvmlDeviceGetMemoryInfo", device, &memory) != 0) return {};
  return fmt::format("{}", memory.total >> 20);
}

std::string instances_of(const Nvml& nvml, NvmlHandle device) {
  std::string lines;
  unsigned count = 0;
  if (nvml.call("nvmlDeviceGetMaxMigDeviceCount", device, &count) != 0) return {};
  for (unsigned i = 0; i < count && i < 64; ++i) {
    NvmlHandle slice = nullptr;
    if (nvml.call("nvmlDeviceGetMigDeviceHandleByIndex", device, i, &slice) != 0) continue;
    lines += fmt::format("slice\t{}\t{}\t{}\n", nvml.text("nvmlDeviceGetName", slice),
                         nvml.text("nvmlDeviceGetUUID", slice), memory_of(nvml, slice));
  }
  return lines;
}

std::string device_lines(const Nvml& nvml, unsigned index) {
  NvmlHandle device = nullptr;
  if (nvml.call("nvmlDeviceGetHandleByIndex_v2", index, &device) != 0) return {};
  int major = 0, minor = 0;
  std::string capability;
  if (nvml.call("nvmlDeviceGetCudaComputeCapability", device, &major, &minor) == 0)
    capability = fmt::format("{}.{}", major, minor);
  PciInfo place{};
  if (nvml.call("nvmlDeviceGetPciInfo_v3", device, &place) != 0) place = {};
  place.bus_id[sizeof place.bus_id - 1] = '\0';
  unsigned mode = 0, pending = 0;
  const bool has_mode = nvml.call("nvmlDeviceGetMigMode", device, &mode, &pending) == 0;
  const char* slicing = !has_mode ? "unsupported" : mode == 1 ? "enabled" : "disabled";
  return fmt::format("device\t{}\t{}\t{}\t{}\t{}\t{}\n", nvml.text("nvmlDeviceGetName", device),
                     nvml.text("nvmlDeviceGetUUID", device), capability, memory_of(nvml, device),
                     place.bus_id, slicing) +
         (has_mode && mode == 1 ? instances_of(nvml, device) : "");
}

}  // namespace

std::string ask_nvml() {
  void* library = open_nvml();
  if (library == nullptr) return "missing\n";
  const Nvml nvml(library);
  const int init = nvml.call("nvmlInit_v2");
  std::string text = fmt::format("init\t{}\n", init);
  if (init != 0) return text;
  text += "driver\t" + nvml.text("nvmlSystemGetDriverVersion") + "\n";
  int cuda = 0;
  if (nvml.call("nvmlSystemGetCudaDriverVersion_v2", &cuda) == 0)
    text += fmt::format("cuda\t{}\n", cuda);
  unsigned count = 0;
  if (nvml.call("nvmlDeviceGetCount_v2", &count) != 0) count = 0;
  for (unsigned i = 0; i < count && i < 1024; ++i) text += device_lines(nvml, i);
  return text;
}

NvmlAnswer parse_nvml_text(std::string_view text) {
  NvmlAnswer answer;
  for (const std::string_view line : split(text, '\n')) {
    const auto fields = split(line, '\t');
    if (fields[0] == "init" && fields.size() == 2) {
      answer.end = ProbeEnd::answered;
      answer.init = static_cast<int>(parse_unsigned(fields[1]).value_or(999) % 1'000'000);
    } else if (fields[0] == "driver" && fields.size() == 2) {
      answer.driver_version = fields[1];
    } else if (fields[0] == "cuda" && fields.size() == 2) {
      answer.cuda_driver_version =
          static_cast<int>(parse_unsigned(fields[1]).value_or(0) % 1'000'000);
    } else if (fields[0] == "device" && fields.size() == 7) {
      NvmlDevice device;
      device.name = fields[1];
      device.uuid = fields[2];
      device.compute_capability = fields[3];
      device.memory_mib = parse_unsigned(fields[4]);
      device.bus_id = fields[5];
      device.mig_mode = fields[6];
      answer.devices.push_back(std::move(device));
    } else if (fields[0] == "slice" && fields.size() == 4 && !answer.devices.empty()) {
      answer.devices.back().instances.push_back({.name = std::string(fields[1]),
                                                 .uuid = std::string(fields[2]),
                                                 .memory_mib = parse_unsigned(fields[3])});
    }
  }
  return answer;
}

}  // namespace axle
