// SPDX-License-Identifier: MIT
#include "accelerator/amd_detect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "accelerator/amd_mask.hpp"
#include "accelerator/amd_text.hpp"
#include "accelerator/arm_name.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::uint64_t amd_vendor_id = 0x1002;
const std::string nodes_folder = "/sys/class/kfd/kfd/topology/nodes";

struct KfdGpu {
  std::uint64_t node;
  KfdProperties properties;
};

/// The GPU nodes in numeric order: 10 comes after 9.
std::vector<KfdGpu> kfd_gpus(SystemRoot& root) {
  std::vector<std::uint64_t> numbers;
  for (const std::string& name : root.list(nodes_folder))
    if (const auto number = parse_unsigned(name)) numbers.push_back(*number);
  std::ranges::sort(numbers);
  std::vector<KfdGpu> gpus;
  for (const std::uint64_t number : numbers) {
    const auto text = root.read(fmt::format("{}/{}/properties", nodes_folder, number));
    if (!text) continue;
    const KfdProperties properties = parse_kfd_properties(*text);
    if (properties.simd_count != 0) gpus.push_back({number, properties});
  }
  return gpus;
}

/// The folder of ROCm. No program is taken from a place that depends on where one stands.
std::string rocm_folder(SystemRoot& root) {
  const auto named = root.variable("ROCM_PATH");
  return named && named->starts_with('/') ? *named : "/opt/rocm";
}

/// The names by node, if the tool can be asked; it lies beside ROCm more often than on the PATH.
std::map<std::uint64_t, std::string> rocminfo_names(SystemRoot& root, Machine& machine) {
  for (const std::string& program :
       {std::string("rocminfo"), rocm_folder(root) + "/bin/rocminfo"}) {
    const ToolAnswer answer = root.run({program});
    if (answer.end == ProbeEnd::missing) continue;
    if (answer.end == ProbeEnd::silent) machine.silent_probes.emplace_back("rocminfo");
    if (answer.end == ProbeEnd::answered && answer.exit_code == 0)
      return parse_rocminfo(answer.out);
    break;
  }
  return {};
}

void name_by_id(Gpu& gpu, const std::string& id, const Catalog& catalog) {
  const PciCard* card = catalog.card(id);
  if (card != nullptr && gpu.arch.empty()) gpu.arch = card->arch;
  if (gpu.name.empty()) gpu.name = card != nullptr ? std::string(card->name) : "AMD " + id;
}

Gpu gpu_of(const KfdGpu& node, const std::map<std::uint64_t, std::string>& names,
           const Catalog& catalog) {
  Gpu gpu;
  gpu.vendor = GpuVendor::amd;
  gpu.arch = gfx_name(node.properties.gfx_target_version);
  const std::uint64_t place = node.properties.location_id;
  gpu.bus = fmt::format("{:04x}:{:02x}:{:02x}.{}", node.properties.domain, place >> 8,
                        (place >> 3) & 31, place & 7);
  if (node.properties.unique_id != 0)
    gpu.uuid = fmt::format("GPU-{:016x}", node.properties.unique_id);
  if (const auto named = names.find(node.node); named != names.end()) gpu.name = named->second;
  const std::uint64_t vendor =
      node.properties.vendor_id == 0 ? amd_vendor_id : node.properties.vendor_id;
  name_by_id(gpu, fmt::format("{:04x}:{:04x}", vendor, node.properties.device_id), catalog);
  gpu.integrated = contains(catalog.tables().integrated_gfx, gpu.arch);
  return gpu;
}

Gpu gpu_of(const PciDevice& card, const Catalog& catalog) {
  Gpu gpu;
  gpu.vendor = GpuVendor::amd;
  gpu.bus = card.bus;
  name_by_id(gpu, card.id, catalog);
  gpu.integrated = contains(catalog.tables().integrated_gfx, gpu.arch);
  return gpu;
}

/// Whether the groups and the mode of the file would let this user open it: then it is the
/// container that forbids it.
bool mode_allows(SystemRoot& root, const PathOwner& owner) {
  constexpr unsigned group_may = 060, all_may = 06;
  const SystemUser user = root.user();
  if (user.uid == 0 || (owner.mode & all_may) == all_may) return true;
  return (owner.mode & group_may) == group_may &&
         std::ranges::find(user.groups, owner.group) != user.groups.end();
}

/// Why nothing of AMD's can be used, or empty.
std::string kfd_trouble(SystemRoot& root, Machine& machine) {
  switch (root.access("/dev/kfd")) {
    case Access::opens:
      return {};
    case Access::missing:
      return machine.platform.in_container() ? "gpu-not-visible-in-container" : "kfd-missing";
    case Access::refused:
      break;
  }
  const auto owner = root.owner("/dev/kfd");
  if (owner) machine.amd.kfd_group = owner->group;
  const bool revoked = machine.platform.in_container() && owner && mode_allows(root, *owner);
  return revoked ? "gpu-access-revoked" : "kfd-permission";
}

void add_driver(SystemRoot& root, Machine& machine) {
  GpuDriver driver;
  driver.vendor = GpuVendor::amd;
  driver.version = trim(root.read("/sys/module/amdgpu/version").value_or(""));
  driver.rocm = parse_rocm_version(root.read(rocm_folder(root) + "/.info/version").value_or(""));
  machine.drivers.push_back(std::move(driver));
}

/// What HSA_OVERRIDE_GFX_VERSION makes of the devices.
void override_targets(SystemRoot& root, std::vector<Gpu>& gpus) {
  const std::string target =
      gfx_of_override(root.variable("HSA_OVERRIDE_GFX_VERSION").value_or(""));
  if (target.empty()) return;
  for (Gpu& gpu : gpus)
    if (gpu.arch != target) gpu.runs_as = target;
}

/// The cards of the bus that have no node in the topology.
void add_undriven(const std::vector<PciDevice>& displays, const Catalog& catalog,
                  const std::string& trouble, const Machine& machine, std::vector<Gpu>& gpus) {
  for (const PciDevice& card : displays) {
    if (!card.is_of(pci_amd) || std::ranges::find(gpus, card.bus, &Gpu::bus) != gpus.end())
      continue;
    Gpu gpu = gpu_of(card, catalog);
    if (card.given_away())
      gpu.why = "gpu-bound-to-vfio";
    else if (!machine.amd.module_loaded)
      gpu.why = "amdgpu-not-loaded";
    else if (gpus.empty() && !trouble.empty())
      gpu.why = trouble;
    else
      continue;  // an old card that the module drives for pictures alone
    gpus.push_back(std::move(gpu));
  }
}

}  // namespace

void detect_amd(SystemRoot& root, const Catalog& catalog, const std::vector<PciDevice>& displays,
                Machine& machine) {
  // The folder alone: a module that is built into the kernel has no `initstate`.
  machine.amd.module_loaded = root.exists("/sys/module/amdgpu");
  const bool has_card =
      std::ranges::any_of(displays, [](const PciDevice& card) { return card.is_of(pci_amd); });
  if (!machine.amd.module_loaded && !has_card) return;
  if (machine.amd.module_loaded) add_driver(root, machine);

  std::vector<Gpu> gpus;
  const std::vector<KfdGpu> nodes = kfd_gpus(root);
  const std::string trouble =
      machine.amd.module_loaded && (has_card || !nodes.empty()) ? kfd_trouble(root, machine) : "";
  machine.amd.trouble = trouble;
  std::map<std::uint64_t, std::string> names;
  if (!nodes.empty() && trouble.empty()) names = rocminfo_names(root, machine);
  for (const KfdGpu& node : nodes) gpus.push_back(gpu_of(node, names, catalog));
  for (Gpu& gpu : gpus) gpu.why = trouble;
  override_targets(root, gpus);
  std::vector<Gpu*> usable;
  for (Gpu& gpu : gpus)
    if (gpu.why.empty()) usable.push_back(&gpu);
  apply_amd_masks(root, std::move(usable), machine);
  add_undriven(displays, catalog, trouble, machine, gpus);
  unsigned index = 0;
  for (Gpu& gpu : gpus) {
    gpu.index = index++;
    machine.gpus.push_back(std::move(gpu));
  }
}

}  // namespace axle
