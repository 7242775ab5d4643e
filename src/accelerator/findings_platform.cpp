// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "accelerator/findings.hpp"
#include "accelerator/torch_builds.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

std::string why_no_builds(const MachinePlatform& platform) {
  if (platform.libc.starts_with("musl"))
    return "use an image with glibc, such as Debian or Ubuntu, instead of Alpine";
  if (platform.key() == "macos_x86_64")
    return "torch 2.2.2 was the last for Intel Macs: `torch<2.3` and `numpy<2`";
  return "build it from source, or use a package of the system";
}

/// The oldest L4T on which the wheels of the PyTorch index run on this board; 0 if it is none of
/// those that need one.
std::uint64_t l4t_needed(const Catalog& catalog, const Machine& machine) {
  for (const Gpu* gpu : machine.counted(GpuVendor::nvidia))
    for (const TegraFloor& floor : catalog.tables().tegra)
      if (floor.capability == gpu->capability()) return floor.l4t;
  return 0;
}

void find_tegra(const Catalog& catalog, const Machine& machine, const InstalledSet& installed,
                std::vector<Finding>& found) {
  const std::string& l4t = machine.platform.l4t;
  // An environment that has packages is judged by its torch, with those of builds.
  if (l4t.empty() || !installed.packages.empty()) return;
  const std::uint64_t needed = l4t_needed(catalog, machine);
  const auto release = numbers_in(l4t);
  if (release.empty() || release.front() >= needed) return;
  found.push_back({.code = "tegra-needs-jetson-index",
                   .severity = Severity::warning,
                   .message = fmt::format("this Jetson (L4T {}) cannot run the wheels of the "
                                          "PyTorch index, which are built for servers",
                                          escape_foreign(l4t)),
                   .hint = "take torch from NVIDIA's index for this release of JetPack"});
}

}  // namespace

void find_platform_faults(const Catalog& catalog, const Machine& machine,
                          const InstalledSet& installed, std::vector<Finding>& found) {
  const MachinePlatform& platform = machine.platform;
  if (!has_builds_for(catalog, platform.key()))
    found.push_back({.code = "no-builds-for-platform",
                     .severity = Severity::error,
                     .message = fmt::format("PyTorch publishes no wheels for this platform ({})",
                                            escape_foreign(platform.key())),
                     .hint = why_no_builds(platform)});
  find_tegra(catalog, machine, installed, found);
  for (const std::string& probe : machine.silent_probes)
    found.push_back({.code = "probe-timed-out",
                     .severity = Severity::warning,
                     .message = fmt::format("`{}` did not answer in {} s and was given up", probe,
                                            probe_patience.count()),
                     .hint = "a driver that hangs needs a restart of the machine"});
}

}  // namespace axle
