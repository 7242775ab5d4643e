// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/index/registry.hpp"
#include "locking/arm_setup.hpp"

namespace axle {

/// Where an accelerator's index has the releases of a package: names of platforms by release, which
/// is a version without its local part.
using ReleasePlatforms = std::map<Version, std::set<std::string>>;

struct ArmPackage {
  /// Releases that are this accelerator's. Plain wheels that every index of the publisher lists
  /// from a folder in common are not among them.
  ReleasePlatforms own;
  ReleasePlatforms listed;  ///< everything that the index lists

  /// The platforms on which it lists the release; those of any if `release` is null.
  std::set<std::string> platforms(const Version* release) const;
};

/// What one accelerator's index has of the family. A value.
struct ArmPages {
  std::map<PackageName, ArmPackage> packages;  ///< those that it has at all

  const ArmPackage* find(const PackageName& name) const;
};

/// Whether a file is the index's own: it names its build in a local version, or lies below the
/// index's address, or in a folder of the index's name (files may be on another host).
bool is_own_file(std::string_view file_url, bool has_local_version, std::string_view index_url);

/// Asks the accelerator's index for each package of the family, all at once. Errors: those of the
/// registry.
Result<ArmPages> read_arm_pages(const Arm& arm, const ArmSetup& setup, Registry& registry);

}  // namespace axle
