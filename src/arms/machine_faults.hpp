// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "axle/install/plan.hpp"
#include "services/services.hpp"

// What keeps the torch of an environment from working on this machine, said where it saves time:
// before gigabytes are fetched, and when a program starts.
namespace axle {

/// Warns of the errors that `doctor` would find once the plan is carried out, if an accelerated
/// torch is among what is to be installed. `accelerator`: that of the project; none where torch's
/// own version has to tell. Errors: those of the data on builds.
Result<void> warn_of_machine(const InstallPlan& plan, const std::optional<std::string>& accelerator,
                             Services& services);

/// One line if the torch in an environment cannot work on this machine; empty if it can, if there
/// is none, or if nobody can tell. The machine is looked at only if it has changed since the last
/// time (its fingerprint), or torch has; what was found is kept in the environment.
std::string torch_trouble(const std::filesystem::path& environment, Services& services);

/// Where that is kept, in the environment's directory.
constexpr std::string_view machine_memory_name = ".axle-machine";

}  // namespace axle
