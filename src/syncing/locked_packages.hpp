// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"
#include "axle/lock/lock.hpp"
#include "axle/project/project.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/wanted_packages.hpp"
#include "views/export.hpp"
#include "views/select_packages.hpp"

namespace axle {

/// What a selection from a lock is for.
struct LockedPackagesUse {
  const ResolutionTarget& target;
  const Omissions& omissions;
  EditableChoice editable = {};  ///< other source trees are installed as usual packages
  BuildOptions build = {};       ///< of which packages no wheel is used, and which are not built
};

/// What `--no-editable` and `--no-editable-package` leave. Errors: `invalid_input` for what is no
/// name.
Result<EditableChoice> editable_choice(bool none, const std::vector<std::string>& left_out);

/// The packages of a lock for one machine, as the installer wants them, by name.
/// Virtual ones and those left out are missing. Errors: `invalid_input` for a machine or Python
/// that the lock is not for; `no_solution` for a package without a wheel for the machine;
/// E_BUILD_REFUSED for one of which `use.build` leaves nothing to install.
Result<std::vector<WantedPackage>> locked_packages(const Lockfile& lockfile, const Project& project,
                                                   const LockSelection& selection,
                                                   const LockedPackagesUse& use);

}  // namespace axle
