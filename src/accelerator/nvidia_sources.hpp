// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "accelerator/catalog.hpp"
#include "accelerator/machine.hpp"
#include "accelerator/nvidia_text.hpp"
#include "accelerator/pci_bus.hpp"
#include "accelerator/system_root.hpp"

// The places that know of NVIDIA's devices, each as a list of devices in the order of the bus.
namespace axle {

/// What nvidia-smi says, where NVML could not be asked.
struct SmiAnswer {
  std::vector<SmiRow> rows;
  bool lied = false;    ///< the text of an error, and exit code 0
  bool silent = false;  ///< it did not answer in time
};
SmiAnswer ask_nvidia_smi(SystemRoot& root);

std::vector<Gpu> gpus_of_nvml(const NvmlAnswer& answer, const Catalog& catalog,
                              const std::vector<PciDevice>& displays);

/// A device that the kernel module lists, and the number of its node in /dev.
struct ProcGpu {
  Gpu gpu;
  std::string minor;
};
std::vector<ProcGpu> gpus_of_proc(SystemRoot& root, const Catalog& catalog,
                                  const std::vector<PciDevice>& displays);

std::vector<Gpu> gpus_of_smi(const std::vector<SmiRow>& rows, const Catalog& catalog,
                             const std::vector<PciDevice>& displays);

/// A card by its PCI id alone.
Gpu gpu_of_pci(const PciDevice& device, const Catalog& catalog);

/// The one device of a Jetson, by its device tree: boards without NVML.
std::vector<Gpu> gpus_of_tegra(SystemRoot& root);

}  // namespace axle
