// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "axle/project/settings.hpp"
#include "locking/locking.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// What a lock is for: the project of the directory, or the script that `--script` names.
struct LockSubject {
  Project project;
  Settings settings;
  bool is_script = false;

  /// For commands that only look: a script that has no lock gets none, its packages are resolved
  /// for this once.
  LockUse use_to_look(LockUse use) const;
};

/// Errors: those of open_project and open_script.
Result<LockSubject> open_lock_subject(const std::optional<std::string>& script,
                                      const SettingsFlags& flags, LockUse use, Services& services);

}  // namespace axle
