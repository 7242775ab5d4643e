// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/install/target.hpp"
#include "axle/store/stored_wheel.hpp"

namespace axle {

/// The first lines of a script that runs with the environment's interpreter. A kernel takes 127
/// bytes and no spaces after `#!`; for longer paths, and in a relocatable environment, `/bin/sh`
/// starts the interpreter, in a line that Python reads as a text. Errors: `environment` (E_VENV)
/// for a path that cannot be written so: with a backslash or a control character.
Result<std::string> shebang_of(const InstallTarget& target);

/// The text of the launcher of an entry point ("Entry points specification", "Use for scripts").
Result<std::string> launcher_text(const InstallTarget& target, const LauncherScript& script);

/// A launcher with the name that it gets.
struct NamedLauncher {
  std::string name;
  LauncherScript script;
};

/// The launchers of a wheel in an environment. pip's wheels may name a `pip3.N` for the Python that
/// they were built with: as from pip and uv, `pip3` gets one for the environment's Python instead.
std::vector<NamedLauncher> named_launchers(const InstallTarget& target,
                                           const std::vector<LauncherScript>& scripts);

/// A script of the wheel's `.data/scripts` with its `#!python…` line replaced; none if it has no
/// such line ("Binary distribution format", "Installing a wheel").
Result<std::optional<std::string>> rewritten_script(const InstallTarget& target,
                                                    std::string_view contents);

}  // namespace axle
