// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accelerator/catalog.hpp"
#include "accelerator/installed_set.hpp"

// Releases of torch and of what is built against it belong together: metadata says so only in part.
namespace axle {

/// A package that does not go with the torch beside it.
struct PairingFault {
  std::string package;
  std::string message;  ///< one line for people
};

/// What is wrong in an environment, and the least that has to change.
struct PairingReport {
  std::vector<PairingFault> faults;   ///< by name
  std::vector<std::string> changes;   ///< requirements that repair it: "torchvision==0.24.*"
  std::string arm;                    ///< the accelerator that these are for
  std::vector<std::string> rebuilds;  ///< packages that need another wheel, of no known version
};

/// Holds torchvision, torchaudio, torchcodec and triton to the data, and wheels of native code to
/// what their local versions say of torch, CUDA and the C++ ABI. Empty without torch. The least
/// change: of all releases and builds that something in the environment was made for, the one for
/// which the fewest packages have to be others; if several, the torch that is there.
PairingReport check_pairing(const Catalog& catalog, const InstalledSet& installed);

/// "torchvision 0.23 belongs to torch 2.8" for a companion of another series than belongs to this
/// torch; empty if they go together, or nothing is known of them.
std::string mismatch_words(const Catalog& catalog, std::string_view torch_series,
                           std::string_view package, std::string_view series);

/// "torchvision 0.24, torchaudio 2.9, torchcodec 0.8 or 0.9": what belongs to this torch.
std::string pairing_words(const Catalog& catalog, std::string_view torch_series);

}  // namespace axle
