// SPDX-License-Identifier: MIT
#include "accelerator/nvidia_sources.hpp"

#include <algorithm>

#include "accelerator/nvidia_libraries.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

std::string sm_name(std::string_view capability) {
  return capability.empty() ? std::string() : "sm_" + replace_all(capability, ".", "");
}

const PciCard* card_at(std::string_view bus, const std::vector<PciDevice>& displays,
                       const Catalog& catalog) {
  const auto found = std::ranges::find(displays, bus, &PciDevice::bus);
  return found == displays.end() ? nullptr : catalog.card(found->id);
}

const PciCard* card_named(std::string_view name, const Catalog& catalog) {
  const auto cards = catalog.tables().cards;
  const auto found = std::ranges::find_if(cards, [&](const PciCard& card) {
    return card.name == name && card.id.starts_with(pci_nvidia);
  });
  return found == cards.end() ? nullptr : &*found;
}

/// What the data knows of a card fills in what the driver did not say. A container may not show the
/// bus; then the name tells.
void complete(Gpu& gpu, const std::vector<PciDevice>& displays, const Catalog& catalog) {
  const PciCard* card = card_at(gpu.bus, displays, catalog);
  if (card == nullptr) card = card_named(gpu.name, catalog);
  if (card == nullptr) return;
  if (gpu.name.empty()) gpu.name = card->name;
  if (gpu.arch.empty()) gpu.arch = sm_name(card->arch);
  gpu.data_centre = card->data_centre;
}

Gpu gpu_of(const NvmlDevice& device) {
  Gpu gpu;
  gpu.vendor = GpuVendor::nvidia;
  gpu.name = device.name;
  gpu.uuid = device.uuid;
  gpu.arch = sm_name(device.compute_capability);
  gpu.memory_mib = device.memory_mib;
  gpu.bus = normal_bus(device.bus_id);
  gpu.sliced = device.mig_mode == "enabled";
  if (gpu.sliced)
    for (const NvmlInstance& instance : device.instances)
      gpu.instances.push_back({.name = instance.name, .uuid = instance.uuid, .visible = false});
  return gpu;
}

const char* const smi_fields = "index,uuid,name,driver_version,";

struct TegraChip {
  std::string_view compatible;
  std::string_view name;
  std::string_view arch;
};
// The chips of Jetson boards, as the Linux kernel's device trees call them.
constexpr TegraChip tegra_chips[] = {
    {"nvidia,tegra264", "NVIDIA Thor", "sm_110"},   {"nvidia,tegra234", "Orin (nvgpu)", "sm_87"},
    {"nvidia,tegra194", "Xavier (nvgpu)", "sm_72"}, {"nvidia,tegra186", "TX2 (nvgpu)", "sm_62"},
    {"nvidia,tegra210", "Nano (nvgpu)", "sm_53"},
};

/// The query says that MIG is on, the list of devices which instances there are.
void add_instances(SystemRoot& root, const std::string& program, SmiAnswer& answer) {
  const auto is_sliced = [](const SmiRow& row) { return row.device.mig_mode == "enabled"; };
  if (std::ranges::none_of(answer.rows, is_sliced)) return;
  const ToolAnswer listed = root.run({program, "-L"});
  answer.silent = listed.end == ProbeEnd::silent;
  if (listed.end != ProbeEnd::answered) return;
  auto instances = parse_smi_instances(listed.out);
  for (SmiRow& row : answer.rows) row.device.instances = std::move(instances[row.device.uuid]);
}

}  // namespace

SmiAnswer ask_nvidia_smi(SystemRoot& root) {
  SmiAnswer answer;
  std::string program = "nvidia-smi";
  // The first query fails before driver 510, which does not know `compute_cap`.
  for (const bool with_capability : {true, false}) {
    const std::string fields = std::string(smi_fields) + (with_capability ? "compute_cap," : "") +
                               "memory.total,pci.bus_id,mig.mode.current";
    const std::vector<std::string> query{"--query-gpu=" + fields, "--format=csv,noheader,nounits"};
    ToolAnswer said = root.run({program, query[0], query[1]});
    if (said.end == ProbeEnd::missing && program == "nvidia-smi") {
      program = std::string(wsl_libraries) + "/nvidia-smi";
      said = root.run({program, query[0], query[1]});
    }
    answer.silent = said.end == ProbeEnd::silent;
    if (said.end != ProbeEnd::answered) return answer;
    auto rows = parse_smi_query(said.out, with_capability);
    if (rows) {
      answer.rows = *std::move(rows);
      answer.lied = false;
      add_instances(root, program, answer);
      return answer;
    }
    answer.lied = said.exit_code == 0 && !trim(said.out).empty() &&
                  said.out.find("No devices were found") == std::string::npos;
  }
  return answer;
}

std::vector<Gpu> gpus_of_nvml(const NvmlAnswer& answer, const Catalog& catalog,
                              const std::vector<PciDevice>& displays) {
  std::vector<Gpu> gpus;
  for (const NvmlDevice& device : answer.devices) {
    gpus.push_back(gpu_of(device));
    complete(gpus.back(), displays, catalog);
  }
  return gpus;
}

std::vector<ProcGpu> gpus_of_proc(SystemRoot& root, const Catalog& catalog,
                                  const std::vector<PciDevice>& displays) {
  const std::string folder = "/proc/driver/nvidia/gpus";
  std::vector<ProcGpu> gpus;
  for (const std::string& bus : root.list(folder)) {
    const auto text = root.read(folder + "/" + bus + "/information");
    if (!text) continue;
    const NvidiaInformation information = parse_information(*text);
    ProcGpu found;
    found.gpu.name = information.model;
    found.gpu.uuid = information.uuid;
    found.gpu.bus = normal_bus(bus);
    found.minor = information.minor;
    complete(found.gpu, displays, catalog);
    gpus.push_back(std::move(found));
  }
  std::ranges::sort(gpus, {}, [](const ProcGpu& found) { return found.gpu.bus; });
  return gpus;
}

std::vector<Gpu> gpus_of_smi(const std::vector<SmiRow>& rows, const Catalog& catalog,
                             const std::vector<PciDevice>& displays) {
  std::vector<Gpu> gpus;
  for (const SmiRow& row : rows) {
    gpus.push_back(gpu_of(row.device));
    complete(gpus.back(), displays, catalog);
  }
  return gpus;
}

Gpu gpu_of_pci(const PciDevice& device, const Catalog& catalog) {
  Gpu gpu;
  gpu.bus = device.bus;
  if (const PciCard* card = catalog.card(device.id)) {
    gpu.name = card->name;
    gpu.arch = sm_name(card->arch);
    gpu.data_centre = card->data_centre;
  } else {
    gpu.name = "NVIDIA " + device.id;
  }
  return gpu;
}

std::vector<Gpu> gpus_of_tegra(SystemRoot& root) {
  const std::string compatible = root.read("/proc/device-tree/compatible").value_or("");
  for (const TegraChip& chip : tegra_chips) {
    if (compatible.find(chip.compatible) == std::string::npos) continue;
    Gpu gpu;
    gpu.name = chip.name;
    gpu.arch = chip.arch;
    return {gpu};
  }
  return {};
}

}  // namespace axle
