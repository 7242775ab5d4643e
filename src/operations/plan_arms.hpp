// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// A package that a sync would put into a new environment.
struct PlannedPackage {
  PackageName name;
  Version version;
  std::string filename;
  std::string index;                  ///< without credentials; empty for a file or URL
  std::string url;                    ///< of the wheel; empty for one on this machine
  std::optional<std::uint64_t> size;  ///< of the wheel, as its index states it, else its server
  bool is_stored = false;             ///< it is in the cache: nothing is to be downloaded
};

/// What one accelerator comes to on a platform.
struct ArmPlan {
  std::string accelerator;  ///< empty for a project without
  std::vector<PlannedPackage> packages;
  std::string refusal;  ///< why it cannot be had on the platform; then there are no packages

  /// Bytes that are not in the cache, as far as their sizes are known.
  std::uint64_t download() const;
  /// Packages to download whose sizes nobody states.
  std::size_t unknown() const;
};

/// The plans of every accelerator of the project, or of the one that `--accelerator` names or that
/// a profile would get, for new environments on this machine or the platform that the options
/// describe. Asks nobody but for a lock that has to be made, and for sizes that the lock does not
/// have (sizes_at_servers). Errors: those of the project, its lock and its selection.
Result<std::vector<ArmPlan>> plan_arms(const PlanSelection& options, Services& services);

}  // namespace axle
