// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "accelerator/findings.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

/// The first device that is not usable for this reason; null if there is none.
const Gpu* hidden_by(const Machine& machine, std::string_view why) {
  const auto found = std::ranges::find(machine.gpus, why, &Gpu::why);
  return found == machine.gpus.end() ? nullptr : &*found;
}

bool is_nvidia(const Gpu& gpu) { return gpu.vendor == GpuVendor::nvidia; }

std::string named(const Gpu& gpu) {
  return gpu.bus.empty()
             ? escape_foreign(gpu.name)
             : fmt::format("{} ({})", escape_foreign(gpu.name), escape_foreign(gpu.bus));
}

/// The newest branch of the driver that drives a card.
std::uint64_t newest_branch_for(const Catalog& catalog, const Gpu& gpu) {
  std::uint64_t newest = 0;
  for (const DriverBranch& branch : catalog.tables().driver_branches)
    if (at_least(gpu.capability(), branch.least_capability))
      newest = std::max(newest, branch.branch);
  return newest;
}

void find_unloaded(const Catalog& catalog, const Machine& machine, std::vector<Finding>& found) {
  const NvidiaTraces& traces = machine.nvidia;
  if (const Gpu* gpu = hidden_by(machine, "driver-not-loaded"))
    found.push_back(
        {.code = "driver-not-loaded",
         .severity = Severity::error,
         .message = fmt::format("{} is here, and no NVIDIA driver drives it", named(*gpu)),
         .hint = traces.library_version.empty()
                     ? "install NVIDIA's driver, then restart"
                     : "`sudo modprobe nvidia`; if that fails, `dmesg` says why"});
  if (const Gpu* gpu = hidden_by(machine, "nouveau-driver"))
    found.push_back(
        {.code = "nouveau-driver",
         .severity = Severity::error,
         .message = fmt::format("{} is driven by nouveau, which runs no CUDA", named(*gpu)),
         .hint = "install NVIDIA's driver, which keeps nouveau from loading, then restart"});
  if (const Gpu* gpu = hidden_by(machine, "driver-dropped-gpu")) {
    const bool another = std::ranges::any_of(machine.gpus, [](const Gpu& other) {
      return is_nvidia(other) && (other.visible || other.why == "masked");
    });
    const std::string& version =
        traces.module_version.empty() ? traces.library_version : traces.module_version;
    found.push_back({.code = "driver-dropped-gpu",
                     .severity = another ? Severity::warning : Severity::error,
                     .message = fmt::format("driver {} no longer drives {}",
                                            escape_foreign(version), named(*gpu)),
                     .hint = fmt::format("it needs a driver of the {} branch or older",
                                         newest_branch_for(catalog, *gpu))});
  }
}

void find_absent(const Machine& machine, std::vector<Finding>& found) {
  const NvidiaTraces& traces = machine.nvidia;
  const bool any_card = std::ranges::any_of(machine.gpus, [](const Gpu& gpu) {
    return is_nvidia(gpu) && gpu.why != "gpu-bound-to-vfio";
  });
  const bool in_windows = machine.platform.is_wsl() && !traces.wsl_library_missing;
  const bool has_driver = traces.module_loaded || !traces.library_version.empty() || in_windows;
  if (has_driver && !any_card && !traces.container_lacks_nodes && machine.platform.l4t.empty())
    found.push_back(
        {.code = "driver-without-device",
         .severity = Severity::info,
         .message = fmt::format(
             "NVIDIA's driver is installed ({}), and there is no card for it",
             in_windows ? "in Windows"
                        : escape_foreign(traces.module_version.empty() ? traces.library_version
                                                                       : traces.module_version)),
         .hint =
             in_windows
                 ? "a card that Windows has switched off or given away is not there for WSL either"
                 : "on the head of a cluster that is as it should be: sync on a node that has one, "
                   "or name the arm with `--accelerator`"});
  if (const Gpu* gpu = hidden_by(machine, "gpu-bound-to-vfio"))
    found.push_back(
        {.code = "gpu-bound-to-vfio",
         .severity = Severity::info,
         .message = fmt::format("{} is given to a virtual machine (vfio-pci)", named(*gpu)),
         .hint = "use it inside of that virtual machine"});
}

void find_mismatch(const Machine& machine, std::vector<Finding>& found) {
  const NvidiaTraces& traces = machine.nvidia;
  if (traces.library_mismatch)
    found.push_back({.code = "driver-library-mismatch",
                     .severity = Severity::error,
                     .message = fmt::format("the kernel runs driver {}, its libraries are {}",
                                            escape_foreign(traces.module_version),
                                            escape_foreign(traces.library_version)),
                     .hint = "restart the machine, or reload the modules: `sudo rmmod nvidia_uvm "
                             "nvidia_drm nvidia_modeset nvidia && sudo modprobe nvidia`"});
  if (traces.nvml_missing)
    found.push_back({.code = "nvml-unavailable",
                     .severity = Severity::info,
                     .message =
                         "libnvidia-ml.so.1 cannot be loaded: what is known of the devices is "
                         "from the kernel's files",
                     .hint = "in a container, add `utility` to NVIDIA_DRIVER_CAPABILITIES"});
  if (traces.smi_lied)
    found.push_back({.code = "nvidia-smi-unreliable",
                     .severity = Severity::info,
                     .message = "nvidia-smi wrote the text of an error and ended with exit code 0",
                     .hint = "`nvidia-smi; echo $?`: a wrapper may swallow the code"});
}

std::string give_devices_hint(const Machine& machine, GpuVendor vendor) {
  if (machine.platform.container == "kubernetes")
    return vendor == GpuVendor::amd ? "ask for one: `resources: limits: amd.com/gpu: 1`"
                                    : "ask for one: `resources: limits: nvidia.com/gpu: 1`";
  if (vendor == GpuVendor::amd)
    return fmt::format("`{} run --device /dev/kfd --device /dev/dri …`",
                       machine.platform.container);
  return machine.platform.container == "podman" ? "`podman run --device nvidia.com/gpu=all …`"
                                                : "`docker run --gpus all …`";
}

void find_container(const Machine& machine, std::vector<Finding>& found) {
  const Gpu* absent = hidden_by(machine, "gpu-not-visible-in-container");
  // Graphics of the processor were hardly meant to be given to a container that has a card, even
  // if something else keeps that from being used.
  const bool only_graphics =
      absent != nullptr && absent->integrated &&
      std::ranges::any_of(machine.gpus, [](const Gpu& gpu) { return !gpu.integrated; });
  if ((absent != nullptr && !only_graphics) || machine.nvidia.container_lacks_nodes) {
    const GpuVendor vendor = absent != nullptr ? absent->vendor : GpuVendor::nvidia;
    found.push_back({.code = "gpu-not-visible-in-container",
                     .severity = Severity::error,
                     .message = fmt::format(
                         "the host has {} and its driver; this container was not given the device",
                         absent != nullptr ? escape_foreign(absent->name) : "an NVIDIA card"),
                     .hint = give_devices_hint(machine, vendor)});
  }
  if (const Gpu* gpu = hidden_by(machine, "gpu-access-revoked"))
    found.push_back(
        {.code = "gpu-access-revoked",
         .severity = Severity::error,
         .message = fmt::format("{}: its device nodes are here and may not be opened{}",
                                named(*gpu), machine.platform.in_container() ? " any more" : ""),
         .hint = machine.platform.in_container()
                     ? "restart the container; a reload of systemd on the host takes devices away "
                       "from running ones that use the systemd cgroup driver"
                     : "`ls -l /dev/nvidia*` shows who may open them"});
}

void find_sliced(const Machine& machine, std::vector<Finding>& found) {
  if (const Gpu* gpu = hidden_by(machine, "mig-without-instances"))
    found.push_back({.code = "mig-without-instances",
                     .severity = Severity::error,
                     .message = fmt::format("MIG is on for GPU {} ({}), and no instance exists",
                                            gpu->index, escape_foreign(gpu->name)),
                     .hint = "make one: `sudo nvidia-smi mig -cgi 0 -C`, or turn MIG off: `sudo "
                             "nvidia-smi -mig 0`"});
}

void find_compat(const Machine& machine, std::vector<Finding>& found) {
  const NvidiaTraces& traces = machine.nvidia;
  const GpuDriver* driver = machine.driver(GpuVendor::nvidia);
  if (traces.compat_directory.empty() || driver == nullptr) return;
  const std::string folder = escape_foreign(traces.compat_directory);
  if (!driver->compat.empty()) {
    found.push_back({.code = "forward-compat-active",
                     .severity = Severity::info,
                     .message = fmt::format("{} brings CUDA {} to driver {}", folder,
                                            driver->compat, escape_foreign(driver->version)),
                     .hint = "it ends when the folder leaves LD_LIBRARY_PATH"});
    return;
  }
  const bool older = !at_least(traces.compat_version, driver->version);
  found.push_back(
      {.code = older ? "forward-compat-older-than-driver" : "forward-compat-unsupported-hardware",
       .severity = Severity::error,
       .message = older ? fmt::format("the libcuda in {} ({}) is older than the driver ({}): every "
                                      "CUDA call fails with error 803",
                                      folder, escape_foreign(traces.compat_version),
                                      escape_foreign(driver->version))
                        : fmt::format("the compat libraries in {} do not support this card with "
                                      "driver {}: every CUDA call fails with error 804",
                                      folder, escape_foreign(driver->version)),
       .hint = fmt::format("take {} out of LD_LIBRARY_PATH", folder)});
}

void find_wsl(const Machine& machine, std::vector<Finding>& found) {
  if (!machine.platform.is_wsl()) return;
  if (machine.nvidia.wsl_library_missing)
    found.push_back({.code = "wsl-driver-missing",
                     .severity = Severity::error,
                     .message = "/usr/lib/wsl/lib/libcuda.so.1 is missing: the driver of Windows "
                                "brings no part for WSL",
                     .hint = "install NVIDIA's current driver in Windows, then `wsl --shutdown`"});
  if (!machine.nvidia.wsl_linux_libcuda.empty())
    found.push_back({.code = "wsl-linux-driver-shadows",
                     .severity = Severity::warning,
                     .message = fmt::format("{} is a driver for Linux, which stands before that of "
                                            "Windows in /usr/lib/wsl/lib",
                                            escape_foreign(machine.nvidia.wsl_linux_libcuda)),
                     .hint = "remove the packages of the Linux driver: `sudo apt purge "
                             "'libnvidia-compute-*'`"});
}

}  // namespace

void find_nvidia_faults(const Catalog& catalog, const Machine& machine,
                        std::vector<Finding>& found) {
  find_unloaded(catalog, machine, found);
  find_absent(machine, found);
  find_mismatch(machine, found);
  find_container(machine, found);
  find_sliced(machine, found);
  find_compat(machine, found);
  find_wsl(machine, found);
}

}  // namespace axle
