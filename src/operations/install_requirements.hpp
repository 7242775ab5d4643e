// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "provision/change_environment.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// `pip install`: what is asked for joins the environment, and what is installed already stays if
/// it does. A pylock.toml among the files is installed as it is.
/// Errors: `invalid_input` if nothing is asked for; those of reading the requirements, resolving,
/// building and changing the environment.
Result<EnvironmentOutcome> install_requirements(const PipInstallOptions& options,
                                                Services& services);

/// `pip sync`: the environment becomes what the files say, which name all of it. None if they name
/// nothing and `allow_empty` is not set: nothing is done. Errors: as above.
Result<std::optional<EnvironmentOutcome>> sync_requirements(const PipSyncOptions& options,
                                                            Services& services);

}  // namespace axle
