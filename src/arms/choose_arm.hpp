// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "arms/arm_record.hpp"
#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"
#include "axle/markers/marker_environment.hpp"
#include "axle/project/project.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// The release of torch that a lock has, the newest if there are several; empty if it has none.
std::string locked_torch(const Lockfile& lockfile);

/// Who decides which of a project's accelerators is meant, in this order: `--accelerator`,
/// AXLE_ACCELERATOR, UV_TORCH_BACKEND, what the environment was made for, the machine, `cpu`.
/// `auto` asks the machine whatever the environment is, and so does a profile. Requires:
/// `lockfile.accelerators`. `machine`: what packages are for; null
/// where it does not count. Errors: `invalid_input` for an accelerator that the lock does not have,
/// or that is not offered on the machine, naming its platforms.
Result<ArmRecord> choose_arm(const Lockfile& lockfile, const Project& project,
                             const SelectionOptions& options, const MarkerEnvironment* machine,
                             Services& services);

/// Takes one accelerator's part of the lock in place of the whole; nothing for a lock without. For
/// a project without `accelerators` it is an error if one was asked for.
Result<std::optional<ArmRecord>> take_arm(Lockfile& lockfile, const Project& project,
                                          const SelectionOptions& options,
                                          const MarkerEnvironment* machine, Services& services);

/// Learns which accelerator stands for `{accelerator}` in the place of the project's environment:
/// the one that choose_arm() takes from this lock. Nothing where the place does not depend on it.
Result<void> place_project(Project& project, const Lockfile& lockfile,
                           const SelectionOptions& options, const MarkerEnvironment* machine,
                           Services& services);
/// The same by the lock that is there; nothing if there is none.
Result<void> place_project(Project& project, const SelectionOptions& options, Services& services);

}  // namespace axle
