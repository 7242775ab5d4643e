// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "axle/base/error.hpp"
#include "install/layout.hpp"

namespace axle {

/// Compiles all modules that are staged, on several processes, as if they lay in the environment
/// already. A module that cannot be compiled (a template, an example for another Python) is left as
/// it is. `python`: one of the environment's version. Errors: `environment` (E_VENV) if it cannot
/// be started; `io` if it does not end in time.
Result<void> compile_staged(const std::filesystem::path& python, const EnvironmentLayout& layout,
                            const std::filesystem::path& stage, unsigned processes);

}  // namespace axle
