// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// A project and its environment: UV_PROJECT_ENVIRONMENT, `environment` in `[tool.axle]`, else
/// `.venv`. Absolute.
struct StatedEnvironment {
  std::filesystem::path root, environment;
};
/// Of the project of this directory. Nothing where there is none that can be read: what is wrong
/// with it is not the question here.
std::optional<StatedEnvironment> stated_environment(Services& services);

/// The environment that `verify`, `history`, `rollback`, `check` and `doctor` look at: the one that
/// `--python` or `--system` says; else that of the project where it is not `.venv`
/// (UV_PROJECT_ENVIRONMENT, `environment` in `[tool.axle]`); else the active or the nearest one.
/// UV_PYTHON counts only without any of them: it says what environments are made with. Errors:
/// those of pip_environment.
Result<Interpreter> environment_here(const PipTarget& target, bool for_change, Services& services);

}  // namespace axle
