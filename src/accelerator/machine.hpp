// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace axle {

enum class GpuVendor : std::uint8_t { nvidia, amd, intel };

/// "nvidia", "amd", "intel".
std::string_view vendor_name(GpuVendor vendor);
/// "NVIDIA", "AMD", "Intel": for messages.
std::string_view vendor_title(GpuVendor vendor);

/// A slice of an NVIDIA card (MIG).
struct GpuInstance {
  std::string name;
  std::string uuid;
  bool visible = false;
};

/// A device of the machine, usable or not.
struct Gpu {
  GpuVendor vendor = GpuVendor::nvidia;
  unsigned index = 0;  ///< among those of its vendor, as the driver counts
  std::string name;
  std::string arch;  ///< "sm_89", "gfx1100", "20.1.0"; empty if unknown
  std::string uuid;
  std::optional<std::uint64_t> memory_mib;
  std::string bus;  ///< "0000:01:00.0"; empty if unknown
  /// A program that is started now, by this user, with these variables, could use it.
  bool visible = false;
  std::string why;  ///< why it is not visible: "masked", or the code of a finding
  bool integrated = false;
  bool data_centre = false;  ///< compat libraries work on it
  std::string runs_as;       ///< the gfx target that HSA_OVERRIDE_GFX_VERSION makes of it
  bool sliced = false;       ///< MIG is on: the instances are the devices
  std::vector<GpuInstance> instances;

  /// The compute capability of an NVIDIA device: "8.9".
  std::string capability() const;
};

struct GpuDriver {
  GpuVendor vendor = GpuVendor::nvidia;
  std::string version;
  std::string cuda;    ///< the newest CUDA that it runs
  std::string compat;  ///< the CUDA of compat libraries that are in effect
  std::string rocm;    ///< of /opt/rocm
};

struct MachinePlatform {
  std::string os;             ///< "linux", "macos"
  std::string arch;           ///< "x86_64", "aarch64", "arm64"
  std::string libc;           ///< "glibc 2.35"
  std::string kind = "bare";  ///< "bare", "container", "wsl", "tegra"
  std::string container;      ///< "docker", "podman", "kubernetes"
  std::string l4t;            ///< the release of Jetson Linux: "36.4.3"

  /// As the data names platforms: "linux_x86_64", "musl_x86_64", "macos_arm64".
  std::string key() const;
  bool is_wsl() const { return kind == "wsl"; }
  bool in_container() const { return !container.empty(); }
};

/// A variable that hides devices names one that is not there.
struct UnknownMaskEntry {
  std::string variable;
  std::string entry;
  GpuVendor vendor;
};

/// What the search for NVIDIA's devices met on its way; what findings are made from.
struct NvidiaTraces {
  bool module_loaded = false;
  std::string module_version;
  std::string library_version;         ///< of libcuda or libnvidia-ml, by their file names
  bool library_mismatch = false;       ///< module and libraries are of different versions
  bool container_lacks_nodes = false;  ///< the host's module, and none of its device nodes
  bool nvml_missing = false;           ///< devices are there, the library cannot be loaded
  bool smi_lied = false;               ///< nvidia-smi wrote an error text and exited with 0
  bool mask_set = false;               ///< CUDA_VISIBLE_DEVICES is set
  std::string compat_directory;        ///< in LD_LIBRARY_PATH, with a libcuda
  std::string compat_version;          ///< of that libcuda
  std::string wsl_linux_libcuda;       ///< a libcuda for Linux in the folders of a WSL system
  bool wsl_library_missing = false;
};

struct AmdTraces {
  bool module_loaded = false;
  std::string trouble;    ///< the code of the finding that keeps /dev/kfd from this user
  std::string kfd_group;  ///< the group that may open /dev/kfd, if this user may not
  std::string mask;       ///< the variable that hid the last of the hidden devices
};

struct IntelTraces {
  bool level_zero_missing = false;
};

/// What a machine has, as a program sees it. A value.
struct Machine {
  MachinePlatform platform;
  std::vector<GpuDriver> drivers;
  std::vector<Gpu> gpus;  ///< NVIDIA's, then AMD's, then Intel's
  NvidiaTraces nvidia;
  AmdTraces amd;
  IntelTraces intel;
  std::vector<UnknownMaskEntry> unknown_mask_entries;
  std::vector<std::string> silent_probes;  ///< tools and libraries that did not answer in time
  std::vector<std::string> overrides;      ///< variables that stand in for what is detected

  const GpuDriver* driver(GpuVendor vendor) const;
  /// The visible devices that take part in a choice: integrated graphics of AMD only where no card
  /// is visible, Intel's never.
  std::vector<const Gpu*> counted(GpuVendor vendor) const;
  /// Whether any device is visible that is not Intel's integrated graphics.
  bool has_usable_gpu() const;
};

}  // namespace axle
