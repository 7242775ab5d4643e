// SPDX-License-Identifier: MIT
#include "accelerator/nvidia_libraries.hpp"

#include <algorithm>

#include "accelerator/nvidia_text.hpp"
#include "base/text.hpp"

namespace axle {

std::vector<std::string> system_library_folders(std::string_view arch) {
  const std::string multiarch = "/usr/lib/" + std::string(arch) + "-linux-gnu";
  // Jetson Linux and Debian keep them deeper; NixOS, hosted notebooks and device plugins have their
  // own.
  return {multiarch,
          multiarch + "/nvidia",
          multiarch + "/nvidia/current",
          "/run/opengl-driver/lib",
          multiarch + "/tegra",
          "/usr/lib64",
          "/usr/lib64-nvidia",
          "/usr/lib",
          "/usr/local/nvidia/lib64",
          "/usr/lib/nvidia"};
}

std::vector<std::string> driver_library_versions(SystemRoot& root, std::string_view arch) {
  std::vector<std::string> versions;
  for (const std::string& folder : system_library_folders(arch)) {
    for (const std::string_view library : {"libcuda.so.", "libnvidia-ml.so."}) {
      // Listing a folder of the system costs more than asking for the one name that is always
      // there.
      if (!root.exists(folder + "/" + std::string(library) + "1")) continue;
      for (const std::string& name : root.list(folder, library)) {
        const std::string version = driver_library_version(name);
        if (!version.empty() && std::ranges::find(versions, version) == versions.end())
          versions.push_back(version);
      }
    }
  }
  return versions;
}

CompatFolder compat_in_library_path(SystemRoot& root) {
  for (const std::string& folder : library_path(root)) {
    const std::vector<std::string> found = root.list(folder, "libcuda.so.");
    if (found.empty()) continue;
    const auto parts = split(folder, '/');
    const bool named_so = std::ranges::any_of(
        parts, [](std::string_view part) { return part.starts_with("compat"); });
    if (!named_so) return {};  // the driver's own stands first, and is the one that is loaded
    for (const std::string& name : found) {
      std::string version = driver_library_version(name);
      if (!version.empty()) return {.path = folder, .version = std::move(version)};
    }
  }
  return {};
}

std::vector<std::string> library_path(SystemRoot& root) {
  std::vector<std::string> folders;
  const std::string value = root.variable("LD_LIBRARY_PATH").value_or("");
  for (const std::string_view folder : split(value, ':'))
    if (folder.starts_with('/')) folders.emplace_back(folder);
  for (std::string& folder : folders)
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folders;
}

}  // namespace axle
