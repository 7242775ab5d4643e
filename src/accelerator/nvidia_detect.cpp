// SPDX-License-Identifier: MIT
#include "accelerator/nvidia_detect.hpp"

#include <algorithm>
#include <iterator>

#include "accelerator/cuda_mask.hpp"
#include "accelerator/nvidia_libraries.hpp"
#include "accelerator/nvidia_sources.hpp"
#include "accelerator/nvidia_text.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr int nvml_version_mismatch = 18;

/// One search: what was read, and what is made of it.
class NvidiaSearch {
 public:
  NvidiaSearch(SystemRoot& root, const Catalog& catalog, const std::vector<PciDevice>& displays,
               Machine& machine)
      : root_(root), catalog_(catalog), machine_(machine), traces_(machine.nvidia) {
    std::ranges::copy_if(displays, std::back_inserter(cards_),
                         [](const PciDevice& device) { return device.is_of(pci_nvidia); });
  }

  void run() {
    read_module();
    library_versions_ = driver_library_versions(root_, machine_.platform.arch);
    if (!library_versions_.empty()) traces_.library_version = library_versions_.front();
    if (machine_.platform.is_wsl() && !look_at_wsl()) return;
    if (anything_there()) {
      ask_driver();
      list_served();
    }
    judge_served();
    mask();
    list_unserved();
    add_driver();
    number();
  }

 private:
  void read_module() {
    if (const auto version = root_.read("/sys/module/nvidia/version"))
      traces_.module_version = trim(*version);
    const auto proc = root_.read("/proc/driver/nvidia/version");
    if (!looks_like_driver_version(traces_.module_version))
      traces_.module_version = proc ? parse_proc_version(*proc) : std::string();
    traces_.module_loaded = !traces_.module_version.empty() || proc.has_value();
  }

  /// False if Windows has no driver for Linux programs: then nothing can be known.
  bool look_at_wsl() {
    const std::string folder(wsl_libraries);
    for (const std::string& system : system_library_folders(machine_.platform.arch))
      if (root_.exists(system + "/libcuda.so.1"))
        traces_.wsl_linux_libcuda = system + "/libcuda.so.1";
    traces_.wsl_library_missing =
        !root_.exists(folder + "/libcuda.so.1") && !root_.exists(folder + "/libcuda.so");
    return !traces_.wsl_library_missing;
  }

  bool anything_there() const {
    return traces_.module_loaded || !cards_.empty() || machine_.platform.is_wsl() ||
           !machine_.platform.l4t.empty() || root_.exists("/dev/nvidiactl");
  }

  void ask_driver() {
    nvml_ = root_.nvml();
    if (nvml_.end == ProbeEnd::silent) machine_.silent_probes.emplace_back("libnvidia-ml.so.1");
  }

  void ask_smi() {
    const SmiAnswer smi = ask_nvidia_smi(root_);
    if (smi.silent) machine_.silent_probes.emplace_back("nvidia-smi");
    traces_.smi_lied = smi.lied;
    if (!smi.rows.empty()) smi_version_ = smi.rows.front().driver_version;
    smi_ = gpus_of_smi(smi.rows, catalog_, cards_);
  }

  bool nvml_works() const { return nvml_.end == ProbeEnd::answered && nvml_.init == 0; }

  /// The devices that the driver serves, with their nodes where those are known.
  void list_served() {
    if (nvml_works()) {
      for (Gpu& gpu : gpus_of_nvml(nvml_, catalog_, cards_))
        served_.push_back({std::move(gpu), {}});
      return;
    }
    if (traces_.module_loaded) served_ = gpus_of_proc(root_, catalog_, cards_);
    leave_out_ungiven();
    const bool capability_missing =
        std::ranges::any_of(served_, [](const ProcGpu& served) { return served.gpu.arch.empty(); });
    // A driver that let NVML wait lets nvidia-smi wait as well.
    if (nvml_.end != ProbeEnd::silent || served_.empty() || capability_missing) {
      ask_smi();
      if (served_.empty())
        for (Gpu& gpu : smi_) served_.push_back({std::move(gpu), {}});
      else
        take_capabilities();
    }
    if (served_.empty() && !machine_.platform.l4t.empty())
      for (Gpu& gpu : gpus_of_tegra(root_)) served_.push_back({std::move(gpu), {}});
    if (served_.empty() && traces_.module_loaded) take_driven();
  }

  /// The cards that the module holds, where nothing else says which it serves.
  void take_driven() {
    for (const PciDevice& card : cards_) {
      if (card.driver != "nvidia") continue;
      Gpu gpu = gpu_of_pci(card, catalog_);
      if (!is_dropped(gpu)) served_.push_back({std::move(gpu), {}});
    }
  }

  /// The kernel's files are those of the host: a container that was given some of its cards has
  /// the nodes of these.
  void leave_out_ungiven() {
    if (!machine_.platform.in_container()) return;
    const auto is_given = [&](const ProcGpu& served) {
      return root_.exists("/dev/nvidia" + served.minor);
    };
    if (std::ranges::any_of(served_, is_given))
      std::erase_if(served_, [&](const ProcGpu& served) { return !is_given(served); });
  }

  void take_capabilities() {
    for (ProcGpu& served : served_) {
      const auto same = std::ranges::find(smi_, served.gpu.bus, &Gpu::bus);
      if (same == smi_.end()) continue;
      if (served.gpu.arch.empty()) served.gpu.arch = same->arch;
      if (!served.gpu.memory_mib) served.gpu.memory_mib = same->memory_mib;
      served.gpu.sliced = same->sliced;
      served.gpu.instances = same->instances;
    }
  }

  /// Module and libraries of one driver, or none of the libraries known.
  bool versions_differ() const {
    if (nvml_.end == ProbeEnd::answered) return nvml_.init == nvml_version_mismatch;
    if (machine_.platform.is_wsl() || !machine_.platform.l4t.empty() || library_versions_.empty() ||
        traces_.module_version.empty())
      return false;
    return std::ranges::find(library_versions_, traces_.module_version) == library_versions_.end();
  }

  std::string node_trouble(const ProcGpu& served) const {
    if (machine_.platform.is_wsl() || !machine_.platform.l4t.empty()) return {};
    const Access control = root_.access("/dev/nvidiactl");
    const Access memory = root_.access("/dev/nvidia-uvm");
    const Access card =
        served.minor.empty() ? Access::opens : root_.access("/dev/nvidia" + served.minor);
    if (control == Access::refused || memory == Access::refused || card == Access::refused)
      return "gpu-access-revoked";
    if (!nvml_works() && machine_.platform.in_container() &&
        (control == Access::missing || card == Access::missing))
      return "gpu-not-visible-in-container";
    return {};
  }

  void judge_served() {
    const bool differ = versions_differ();
    traces_.library_mismatch = differ;
    // An upgrade may leave the old libraries behind; those that do not fit are the news.
    if (differ)
      for (const std::string& version : library_versions_)
        if (version != traces_.module_version) traces_.library_version = version;
    traces_.container_lacks_nodes = machine_.platform.in_container() && traces_.module_loaded &&
                                    !nvml_works() &&
                                    root_.access("/dev/nvidiactl") == Access::missing;
    for (ProcGpu& served : served_) {
      served.gpu.vendor = GpuVendor::nvidia;
      served.gpu.why = differ ? "driver-library-mismatch" : node_trouble(served);
    }
    // On a bare machine the library's file may be missing while everything else works.
    traces_.nvml_missing =
        nvml_.end == ProbeEnd::missing &&
        std::ranges::any_of(served_, [](const ProcGpu& served) { return served.gpu.why.empty(); });
  }

  void mask() {
    const auto value = root_.variable("CUDA_VISIBLE_DEVICES");
    traces_.mask_set = value.has_value();
    std::vector<Gpu*> usable;
    for (ProcGpu& served : served_)
      if (served.gpu.why.empty()) usable.push_back(&served.gpu);
    const CudaMask mask =
        apply_cuda_mask(usable, value, root_.variable("CUDA_DEVICE_ORDER").value_or(""));
    if (!usable.empty())
      for (const std::string& entry : mask.unknown)
        machine_.unknown_mask_entries.push_back(
            {.variable = "CUDA_VISIBLE_DEVICES", .entry = entry, .vendor = GpuVendor::nvidia});
    for (ProcGpu& served : served_)
      if (served.gpu.sliced && served.gpu.instances.empty() && !served.gpu.visible)
        served.gpu.why = "mig-without-instances";
  }

  /// Whether the driver that is installed no longer drives such a card.
  bool is_dropped(const Gpu& gpu) const {
    const std::string& installed =
        traces_.module_version.empty() ? traces_.library_version : traces_.module_version;
    const DriverBranch* branch = catalog_.branch(installed);
    return branch != nullptr && !gpu.arch.empty() &&
           !at_least(gpu.capability(), branch->least_capability);
  }

  /// Why a card that no NVIDIA module serves is not to be used.
  std::string unserved_reason(const PciDevice& card, const Gpu& gpu) const {
    if (card.given_away()) return "gpu-bound-to-vfio";
    if (card.driver == "nouveau") return "nouveau-driver";
    return is_dropped(gpu) ? "driver-dropped-gpu" : "driver-not-loaded";
  }

  void list_unserved() {
    // A container shows the whole bus of its host, and is given some of the cards.
    const bool given_some = machine_.platform.in_container() && nvml_works();
    for (ProcGpu& served : served_) machine_.gpus.push_back(served.gpu);
    for (const PciDevice& card : cards_) {
      const bool is_served = std::ranges::any_of(
          served_, [&](const ProcGpu& served) { return served.gpu.bus == card.bus; });
      if (is_served || given_some) continue;
      Gpu gpu = gpu_of_pci(card, catalog_);
      gpu.why = unserved_reason(card, gpu);
      // A card that the module holds and does not list was given to others: to another job, say.
      const bool is_driven = card.driver == "nvidia" && traces_.module_loaded;
      if (is_driven && gpu.why == "driver-not-loaded") continue;
      machine_.gpus.push_back(std::move(gpu));
    }
  }

  void add_driver() {
    if (!traces_.module_loaded && !machine_.platform.is_wsl()) return;
    GpuDriver driver;
    driver.vendor = GpuVendor::nvidia;
    driver.version = nvml_works() && !nvml_.driver_version.empty() ? nvml_.driver_version
                     : !traces_.module_version.empty()             ? traces_.module_version
                                                                   : smi_version_;
    if (nvml_works() && nvml_.cuda_driver_version > 0)
      driver.cuda = std::to_string(nvml_.cuda_driver_version / 1000) + "." +
                    std::to_string(nvml_.cuda_driver_version % 1000 / 10);
    else if (const DriverBranch* branch = catalog_.branch(driver.version))
      driver.cuda = branch->cuda;
    consider_compat(driver);
    machine_.drivers.push_back(std::move(driver));
  }

  /// Compat libraries in LD_LIBRARY_PATH take the place of the driver's libcuda: they help on
  /// data-centre cards with the right drivers, and break everything elsewhere.
  void consider_compat(GpuDriver& driver) {
    if (machine_.platform.is_wsl()) return;
    const CompatFolder compat = compat_in_library_path(root_);
    if (compat.path.empty() || numbers_in(compat.version) == numbers_in(driver.version)) return;
    traces_.compat_directory = compat.path;
    traces_.compat_version = compat.version;
    std::string why;
    if (!at_least(compat.version, driver.version)) {
      why = "forward-compat-older-than-driver";
    } else if (!takes_compat(driver)) {
      why = "forward-compat-unsupported-hardware";
    } else if (const DriverBranch* branch = catalog_.branch(compat.version)) {
      driver.compat = branch->cuda;
      if (!at_least(driver.cuda, driver.compat)) driver.cuda = driver.compat;
    }
    if (why.empty()) return;
    for (Gpu& gpu : machine_.gpus) {
      if (gpu.vendor != GpuVendor::nvidia || !gpu.visible) continue;
      gpu.visible = false;
      gpu.why = why;
    }
  }

  bool takes_compat(const GpuDriver& driver) const {
    const auto branches = catalog_.tables().compat_branches;
    const auto version = numbers_in(driver.version);
    if (version.empty()) return false;
    if (!machine_.platform.l4t.empty()) return true;
    return std::ranges::find(branches, version.front()) != branches.end() &&
           std::ranges::all_of(machine_.gpus, [](const Gpu& gpu) {
             return gpu.vendor != GpuVendor::nvidia || !gpu.visible || gpu.data_centre;
           });
  }

  void number() {
    unsigned index = 0;
    for (Gpu& gpu : machine_.gpus) gpu.index = index++;
  }

  SystemRoot& root_;
  const Catalog& catalog_;
  Machine& machine_;
  NvidiaTraces& traces_;
  std::vector<PciDevice> cards_;
  std::vector<std::string> library_versions_;
  NvmlAnswer nvml_;
  std::vector<Gpu> smi_;
  std::string smi_version_;
  std::vector<ProcGpu> served_;
};

}  // namespace

void detect_nvidia(SystemRoot& root, const Catalog& catalog, const std::vector<PciDevice>& displays,
                   Machine& machine) {
  NvidiaSearch(root, catalog, displays, machine).run();
}

}  // namespace axle
