// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "accelerator/catalog.hpp"
#include "accelerator/finding.hpp"
#include "accelerator/installed_set.hpp"
#include "accelerator/machine.hpp"
#include "accelerator/system_root.hpp"

namespace axle {

/// All that is to be said about a machine and the packages installed on it (an empty set for none):
/// errors first, then warnings, then infos. `root` is where the machine was detected from.
std::vector<Finding> find_faults(SystemRoot& root, const Catalog& catalog, const Machine& machine,
                                 const InstalledSet& installed);

// One function for each area; each appends to `found`.
void find_platform_faults(const Catalog& catalog, const Machine& machine,
                          const InstalledSet& installed, std::vector<Finding>& found);
void find_device_faults(const Machine& machine, std::vector<Finding>& found);
void find_nvidia_faults(const Catalog& catalog, const Machine& machine,
                        std::vector<Finding>& found);
void find_amd_faults(const Catalog& catalog, const Machine& machine, std::vector<Finding>& found);
void find_intel_faults(const Machine& machine, std::vector<Finding>& found);
void find_build_faults(const Catalog& catalog, const Machine& machine,
                       const InstalledSet& installed, std::vector<Finding>& found);
/// Of the packages alone: CUDA's libraries that torch does not pin so.
void find_mixed_libraries(const Catalog& catalog, const InstalledSet& installed,
                          std::vector<Finding>& found);
void find_package_faults(SystemRoot& root, const Catalog& catalog, const InstalledSet& installed,
                         std::vector<Finding>& found);

}  // namespace axle
