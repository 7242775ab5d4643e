// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// The environment that `verify`, `history`, `rollback`, `check` and `doctor` look at: the one that
/// `--python` or `--system` says; else that of the project where it is not `.venv`
/// (UV_PROJECT_ENVIRONMENT, `environment` in `[tool.axle]`); else the active or the nearest one.
/// UV_PYTHON counts only without any of them: it says what environments are made with. Errors:
/// those of pip_environment.
Result<Interpreter> environment_here(const PipTarget& target, bool for_change, Services& services);

}  // namespace axle
