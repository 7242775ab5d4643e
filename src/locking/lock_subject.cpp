// SPDX-License-Identifier: MIT
#include "locking/lock_subject.hpp"

#include "base/file.hpp"
#include "base/try.hpp"
#include "locking/open_project.hpp"
#include "locking/script_project.hpp"
#include "services/settings_layer.hpp"

namespace axle {

LockUse LockSubject::use_to_look(LockUse use) const {
  const bool makes_lock = use == LockUse::update && !file_exists(project.lockfile_path());
  return is_script && makes_lock ? LockUse::dry_run : use;
}

Result<LockSubject> open_lock_subject(const std::optional<std::string>& script,
                                      const SettingsFlags& flags, LockUse use, Services& services) {
  if (script) {
    TRY(ScriptProject opened, open_script(*script, flags, services));
    return LockSubject{std::move(opened.project), std::move(opened.settings), true};
  }
  TRY(const SettingsLayer layer, settings_layer(flags, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(Project project, open_project(*settings, use, services));
  return LockSubject{std::move(project), *settings};
}

}  // namespace axle
