// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accelerator/system_root.hpp"

namespace axle {

/// A display controller or accelerator on the PCI bus, from sysfs.
struct PciDevice {
  std::string bus;     ///< "0000:01:00.0"
  std::string id;      ///< "10de:2684"
  std::string driver;  ///< that holds it: "nvidia", "nouveau", "vfio-pci", "amdgpu"; or empty

  bool is_of(std::string_view vendor_id) const { return id.starts_with(vendor_id); }
  bool given_away() const { return driver == "vfio-pci"; }
};

inline constexpr std::string_view pci_nvidia = "10de:";
inline constexpr std::string_view pci_amd = "1002:";
inline constexpr std::string_view pci_intel = "8086:";

/// The display controllers and accelerators (PCI classes 03 and 12) of NVIDIA, AMD and Intel, in
/// the order of the bus.
std::vector<PciDevice> pci_displays(SystemRoot& root);

/// A bus address as sysfs writes it: "00000000:1B:00.0" as "0000:1b:00.0".
std::string normal_bus(std::string_view bus);

}  // namespace axle
