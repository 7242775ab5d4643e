// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "accelerator/catalog.hpp"
#include "accelerator/machine.hpp"
#include "accelerator/pci_bus.hpp"
#include "accelerator/system_root.hpp"

namespace axle {

/// Adds Intel's devices to `machine`: those of Level Zero, or without it the cards of the bus, of
/// which nothing can be used.
void detect_intel(SystemRoot& root, const Catalog& catalog, const std::vector<PciDevice>& displays,
                  Machine& machine);

/// "20.1.0" of Level Zero's number: major << 22 | minor << 14 | revision.
std::string ip_version_text(std::uint64_t ip_version);

/// "20.1" of "20.1.0": what the builds are told by.
std::string ip_family(const std::string& ip_version);

}  // namespace axle
