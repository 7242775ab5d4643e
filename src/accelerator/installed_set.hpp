// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace axle {

struct PresentPackage {
  std::string name;     ///< normalised
  std::string version;  ///< "2.9.1+cu130"
};

/// The torch of an environment.
struct InstalledTorch {
  std::string version;  ///< without the local part: "2.9.1"
  std::string local;    ///< "cu130"; empty if it has none
  std::string arm;      ///< the build: the local part, or what its version.py says, or "cpu"
};

/// The distributions of an environment, as far as accelerators go. A value.
struct InstalledSet {
  std::vector<PresentPackage> packages;
  /// The build of a torch whose version does not tell ("cu128" of PyPI's 2.9.1); may be empty.
  std::string torch_arm;
  /// The exact requirements in torch's METADATA that hold here, "nvidia-cublas-cu12==12.8.4.1";
  /// empty if it was not read.
  std::vector<std::string> torch_pins;

  const PresentPackage* find(std::string_view name) const;
  std::optional<InstalledTorch> torch() const;
};

/// The arm of a torch by its torch/version.py, which says `cuda`, `hip` and `xpu`; empty if it says
/// nothing known.
std::string arm_of_version_file(std::string_view text);

}  // namespace axle
