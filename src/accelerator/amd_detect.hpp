// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "accelerator/catalog.hpp"
#include "accelerator/machine.hpp"
#include "accelerator/pci_bus.hpp"
#include "accelerator/system_root.hpp"

namespace axle {

/// Adds AMD's driver and devices to `machine`, whose platform is known: the nodes of the KFD
/// topology, which ROCm itself reads, then the cards of the bus that no module drives.
void detect_amd(SystemRoot& root, const Catalog& catalog, const std::vector<PciDevice>& displays,
                Machine& machine);

}  // namespace axle
