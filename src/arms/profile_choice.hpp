// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"
#include "axle/project/project.hpp"
#include "services/services.hpp"

namespace axle {

/// One line that tells which of a lock's accelerators a recorded machine would get, and why.
/// Errors: those of choose_arm and of the profile.
Result<std::string> profile_choice_words(const Lockfile& lockfile, const Project& project,
                                         const std::string& profile,
                                         const std::optional<std::string>& python,
                                         Services& services);

}  // namespace axle
