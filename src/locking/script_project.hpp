// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "axle/project/settings.hpp"
#include "edit/script_block.hpp"
#include "python/python_request.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// A script with inline metadata (PEP 723), read and checked.
struct ScriptProject {
  std::filesystem::path
      file;  ///< absolute; where standard input would be, for a program from there
  ScriptText text;
  Project project;
  Settings settings;  ///< with the indexes that the script names
};

/// The settings that hold for a script: those of its block count below the command line and above
/// the files. Kept by `services`, so that whatever comes later has them. Errors: `invalid_input`.
Result<const Settings*> script_settings(const std::filesystem::path& file, const ScriptText& text,
                                        const SettingsFlags& flags, Services& services);

/// The metadata of a program text; none if it has none. `file` names it. Errors: `invalid_input`.
Result<std::optional<ScriptProject>> read_script(const std::filesystem::path& file,
                                                 std::string_view text, const SettingsFlags& flags,
                                                 Services& services);
/// The same for a file that has to be a script. Errors: also `not_found`, and `invalid_input` for
/// one without metadata.
Result<ScriptProject> open_script(const std::string& file, const SettingsFlags& flags,
                                  Services& services);

/// The Python that a script is for: `--python`, else its requires-python, else any.
Result<PythonRequest> script_python_request(const Project& script,
                                            const std::optional<std::string>& python,
                                            Services& services);

/// The environment of a script in the cache: its place.
Result<std::filesystem::path> script_environment_place(const ScriptProject& script,
                                                       Services& services);

}  // namespace axle
