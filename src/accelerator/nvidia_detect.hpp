// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "accelerator/catalog.hpp"
#include "accelerator/machine.hpp"
#include "accelerator/pci_bus.hpp"
#include "accelerator/system_root.hpp"

namespace axle {

/// Adds NVIDIA's driver and devices to `machine`, whose platform is known. `displays` are those of
/// the bus. Order of sources: NVML, the files of the kernel module, nvidia-smi, PCI ids.
void detect_nvidia(SystemRoot& root, const Catalog& catalog, const std::vector<PciDevice>& displays,
                   Machine& machine);

}  // namespace axle
