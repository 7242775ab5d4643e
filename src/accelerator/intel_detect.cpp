// SPDX-License-Identifier: MIT
#include "accelerator/intel_detect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "accelerator/amd_mask.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

Gpu gpu_of(const LevelZeroDevice& device, const Catalog& catalog) {
  Gpu gpu;
  gpu.vendor = GpuVendor::intel;
  gpu.name = device.name;
  gpu.arch = device.ip_version == 0 ? std::string() : ip_version_text(device.ip_version);
  gpu.memory_mib = device.memory_mib;
  gpu.integrated =
      device.integrated || contains(catalog.tables().integrated_xpu, ip_family(gpu.arch));
  return gpu;
}

/// ZE_AFFINITY_MASK: indices, each with a tile after a dot or without.
void apply_affinity_mask(SystemRoot& root, std::vector<Gpu>& gpus, Machine& machine) {
  for (Gpu& gpu : gpus) gpu.visible = true;
  const auto value = root.variable("ZE_AFFINITY_MASK");
  if (!value || trim(*value).empty()) return;
  for (Gpu& gpu : gpus) {
    gpu.visible = false;
    gpu.why = "masked";
  }
  for (std::string_view entry : split(*value, ',')) {
    entry = trim(entry);
    const auto index = parse_unsigned(entry.substr(0, entry.find('.')));
    if (!index || *index >= gpus.size()) {
      machine.unknown_mask_entries.push_back({.variable = "ZE_AFFINITY_MASK",
                                              .entry = std::string(entry),
                                              .vendor = GpuVendor::intel});
      continue;
    }
    gpus[*index].visible = true;
    gpus[*index].why.clear();
  }
}

Gpu listed_gpu(const PciDevice& device, const Catalog& catalog) {
  const PciCard* card = catalog.card(device.id);
  Gpu gpu;
  gpu.vendor = GpuVendor::intel;
  gpu.bus = device.bus;
  gpu.name = card != nullptr ? std::string(card->name) : "Intel " + device.id;
  if (card != nullptr) gpu.arch = card->arch;
  // Graphics of a processor sit at 00:02.0; what is unknown and elsewhere is a card.
  gpu.integrated = card != nullptr ? !card->discrete : device.bus == "0000:00:02.0";
  gpu.why = device.given_away() ? "gpu-bound-to-vfio" : "level-zero-missing";
  return gpu;
}

/// What Level Zero does not list: the cards given to virtual machines, or all if it does not work.
std::vector<Gpu> gpus_of_bus(const std::vector<PciDevice>& displays, const Catalog& catalog,
                             bool only_given_away) {
  std::vector<Gpu> gpus;
  for (const PciDevice& device : displays)
    if (device.is_of(pci_intel) && (device.given_away() || !only_given_away))
      gpus.push_back(listed_gpu(device, catalog));
  return gpus;
}

}  // namespace

std::string ip_version_text(std::uint64_t ip_version) {
  return fmt::format("{}.{}.{}", ip_version >> 22, (ip_version >> 14) & 0xff, ip_version & 0x3f);
}

std::string ip_family(const std::string& ip_version) {
  const std::size_t first = ip_version.find('.');
  return first == std::string::npos ? ip_version
                                    : ip_version.substr(0, ip_version.find('.', first + 1));
}

void detect_intel(SystemRoot& root, const Catalog& catalog, const std::vector<PciDevice>& displays,
                  Machine& machine) {
  const bool has_card = std::ranges::any_of(
      displays, [](const PciDevice& device) { return device.is_of(pci_intel); });
  // Opening the library costs more than the whole rest; without a device it has nothing to say.
  if (!has_card && !root.exists("/dev/dri/renderD128")) return;
  const LevelZeroAnswer answer = root.level_zero();
  if (answer.end == ProbeEnd::silent) machine.silent_probes.emplace_back("libze_loader.so.1");
  std::vector<Gpu> gpus;
  // Without a driver of its own below it, or without the right to open a device, Level Zero loads
  // and lists nothing.
  const bool works =
      answer.end == ProbeEnd::answered && answer.init == 0 && !answer.devices.empty();
  if (works) {
    for (const LevelZeroDevice& device : answer.devices) gpus.push_back(gpu_of(device, catalog));
    apply_affinity_mask(root, gpus, machine);
  }
  std::ranges::move(gpus_of_bus(displays, catalog, works), std::back_inserter(gpus));
  machine.intel.level_zero_missing = std::ranges::any_of(
      gpus, [](const Gpu& gpu) { return !gpu.integrated && gpu.why == "level-zero-missing"; });
  unsigned index = 0;
  for (Gpu& gpu : gpus) {
    gpu.index = index++;
    machine.gpus.push_back(std::move(gpu));
  }
}

}  // namespace axle
