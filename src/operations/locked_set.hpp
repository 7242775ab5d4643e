// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "accelerator/installed_set.hpp"
#include "axle/base/error.hpp"
#include "services/services.hpp"

namespace axle {

/// What the project's lock, as it is, would put into a new environment on a recorded machine, with
/// the accelerator that this would get. None where the directory is in no project that has a lock.
/// Errors: those of plan_arms; `no_solution` for a lock that has nothing for such a machine.
Result<std::optional<InstalledSet>> locked_set(const std::string& profile, Services& services);

}  // namespace axle
