// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace axle {

/// What a wheel of native code for torch was built against, as its local version says: "2.6", "12",
/// false of `+cu12torch2.6cxx11abiFALSE`; `+pt26cu124`, `+cu.12.8.torch.2.11` are read as well.
struct ExtensionBuild {
  std::string torch;            ///< series, "2.6"
  std::string cuda;             ///< "12", "12.4"; empty if it does not say
  std::optional<bool> new_abi;  ///< libstdc++'s C++11 ABI

  /// None if the local version names no torch. `local`: without `+`, whatever its case.
  static std::optional<ExtensionBuild> parse(std::string_view local);
};

/// Whether PyTorch's wheels for Linux x86_64 are built with the C++11 ABI: all from 2.7 on, of 2.6
/// those for CUDA 12.6, ROCm and XPU, none before.
bool has_new_abi(std::string_view torch_series, std::string_view arm);

}  // namespace axle
