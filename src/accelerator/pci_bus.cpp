// SPDX-License-Identifier: MIT
#include "accelerator/pci_bus.hpp"

#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::string_view devices_folder = "/sys/bus/pci/devices";

std::string trimmed(SystemRoot& root, const std::string& path) {
  const auto text = root.read(path);
  return text ? ascii_lower(trim(*text)) : std::string();
}

std::string without_0x(std::string text) { return text.starts_with("0x") ? text.substr(2) : text; }

std::string driver_of(SystemRoot& root, const std::string& folder) {
  const auto uevent = root.read(folder + "/uevent");
  if (!uevent) return {};
  for (const std::string_view line : split(*uevent, '\n'))
    if (line.starts_with("DRIVER=")) return std::string(trim(line.substr(7)));
  return {};
}

}  // namespace

std::vector<PciDevice> pci_displays(SystemRoot& root) {
  std::vector<PciDevice> found;
  for (const std::string& bus : root.list(std::string(devices_folder))) {
    const std::string folder = std::string(devices_folder) + "/" + bus;
    // Class first: most devices are bridges, and need no second look. 03 is a display controller,
    // 12 a processing accelerator, which MI300X says it is.
    const std::string kind = without_0x(trimmed(root, folder + "/class")).substr(0, 2);
    if (kind != "03" && kind != "12") continue;
    PciDevice device{.bus = normal_bus(bus),
                     .id = without_0x(trimmed(root, folder + "/vendor")) + ":" +
                           without_0x(trimmed(root, folder + "/device")),
                     .driver = {}};
    if (!device.is_of(pci_nvidia) && !device.is_of(pci_amd) && !device.is_of(pci_intel)) continue;
    device.driver = driver_of(root, folder);
    found.push_back(std::move(device));
  }
  return found;
}

std::string normal_bus(std::string_view bus) {
  std::string text = ascii_lower(trim(bus));
  const std::size_t domain = text.find(':');
  if (domain == std::string::npos) return text;
  // nvidia-smi writes the domain with eight digits.
  while (text.find(':') > 4 && text.front() == '0') text.erase(0, 1);
  return text;
}

}  // namespace axle
