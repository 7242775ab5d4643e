// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace axle {

struct ActivateScript {
  std::string file_name;
  std::string contents;
};

/// The scripts that put an environment on the PATH of a shell: POSIX sh, csh, fish, Nushell, xonsh,
/// PowerShell, cmd and `activate_this.py`. `environment` is absolute; `prompt` is shown in front of
/// the shell's own. Both are quoted for each shell.
std::vector<ActivateScript> activate_scripts(const std::filesystem::path& environment,
                                             const std::string& prompt, bool relocatable);

}  // namespace axle
