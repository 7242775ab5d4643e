// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "axle/project/settings.hpp"
#include "locking/locking.hpp"
#include "services/services.hpp"

namespace axle {

/// The project that the command works in, under LockUse::frozen its outline; what it warns of is
/// said. Errors: those of read_project.
Result<Project> open_project(const Settings& settings, LockUse use, Services& services);
/// The same, whole.
inline Result<Project> open_project(const Settings& settings, Services& services) {
  return open_project(settings, LockUse::update, services);
}

}  // namespace axle
