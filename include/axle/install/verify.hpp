// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/target.hpp"

namespace axle {

/// A file of an environment that is not as it was installed.
struct EnvironmentFault {
  enum class Kind {
    changed,   ///< it has other bytes than each RECORD that lists it says
    missing,   ///< a RECORD lists it
    unlisted,  ///< it lies among the modules, and no RECORD lists it
  };
  Kind kind;
  std::string path;     ///< relative to the prefix
  std::string package;  ///< one that lists it; empty for `unlisted`

  friend auto operator<=>(const EnvironmentFault&, const EnvironmentFault&) = default;
};

struct EnvironmentVerification {
  std::size_t packages = 0;
  std::size_t files = 0;
  std::vector<EnvironmentFault> faults;  ///< sorted
};

/// Reads every file that a RECORD of the packages lists and holds it to its hash, on all cores.
/// Byte code, which Python writes as it likes, is left out. Changes nothing. Errors: `io` if a file
/// cannot be read; `environment` for a target whose directories lie outside of its prefix.
Result<EnvironmentVerification> verify_environment(const InstallTarget& target,
                                                   std::span<const InstalledPackage> packages);

}  // namespace axle
