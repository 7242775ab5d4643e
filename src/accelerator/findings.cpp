// SPDX-License-Identifier: MIT
#include "accelerator/findings.hpp"

#include <algorithm>

namespace axle {

std::string_view severity_name(Severity severity) {
  if (severity == Severity::error) return "error";
  return severity == Severity::warning ? "warning" : "info";
}

std::vector<Finding> find_faults(SystemRoot& root, const Catalog& catalog, const Machine& machine,
                                 const InstalledSet& installed) {
  std::vector<Finding> found;
  find_platform_faults(catalog, machine, installed, found);
  find_nvidia_faults(catalog, machine, found);
  find_amd_faults(catalog, machine, found);
  find_intel_faults(machine, found);
  find_device_faults(machine, found);
  find_build_faults(catalog, machine, installed, found);
  find_package_faults(root, catalog, installed, found);
  std::ranges::stable_sort(found, {}, &Finding::severity);
  return found;
}

}  // namespace axle
