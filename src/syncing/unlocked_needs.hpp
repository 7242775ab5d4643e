// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/fetch/fetch.hpp"
#include "axle/markers/marker_environment.hpp"
#include "axle/project/project.hpp"
#include "axle/project/settings.hpp"
#include "axle/store/stored_wheel.hpp"
#include "base/guarded.hpp"

namespace axle {

/// What installed wheels ask for and the lock does not have. A lock is made from one wheel of each
/// version; where another one, that of this machine, states more, the environment will lack it.
class UnlockedNeeds {
 public:
  /// `known`: the names of all packages that the lock has for this machine. What the project
  /// overrides, excludes or states itself is left out of account.
  UnlockedNeeds(std::set<PackageName> known, const Project& project, const Settings& settings,
                const MarkerEnvironment& machine);

  /// Reads METADATA of a wheel that is about to be installed. From any thread. Errors: `io`,
  /// `integrity`.
  Result<void> look_at(const WheelToFetch& wheel, const StoredWheel& stored);

  /// A line for each wheel that asks for more, in order.
  std::vector<std::string> warnings();

 private:
  std::set<PackageName> known_, stated_;
  const MarkerEnvironment& machine_;
  Guarded<std::set<std::string>> lines_;
};

}  // namespace axle
