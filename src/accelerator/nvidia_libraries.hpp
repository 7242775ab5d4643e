// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accelerator/system_root.hpp"

namespace axle {

inline constexpr std::string_view wsl_libraries = "/usr/lib/wsl/lib";

/// The folders of the system in which the libraries of a driver lie, without WSL's.
std::vector<std::string> system_library_folders(std::string_view arch);

/// The versions of the driver's libraries (libcuda, libnvidia-ml) that are installed, by the names
/// of their files: {"550.54.15"}; more than one after an upgrade that left the old ones behind.
std::vector<std::string> driver_library_versions(SystemRoot& root, std::string_view arch);

/// A folder of compat libraries in LD_LIBRARY_PATH (NVIDIA's "CUDA compatibility" package), which
/// stands before the driver's own libcuda.
struct CompatFolder {
  std::string path;
  std::string version;  ///< of its libcuda
};
/// The one whose libcuda a program would load: the first in LD_LIBRARY_PATH, unless a folder with
/// another libcuda stands before it. An empty path if none is.
CompatFolder compat_in_library_path(SystemRoot& root);

/// The folders named by LD_LIBRARY_PATH, empty ones left out.
std::vector<std::string> library_path(SystemRoot& root);

}  // namespace axle
