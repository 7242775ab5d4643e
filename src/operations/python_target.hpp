// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "axle/python/interpreter.hpp"
#include "operations/options.hpp"
#include "operations/services.hpp"
#include "python/python_request.hpp"

namespace axle {

/// The environment that `axle pip` works on: `--python`, else VIRTUAL_ENV, CONDA_PREFIX, or `.venv`
/// here or above; with `--system` the first Python on PATH. `for_change`: refuses an installation
/// whose owner asks installers to keep out (PEP 668). Errors: `environment` (E_VENV) with what to
/// do.
Result<Interpreter> pip_environment(const PipTarget& target, bool for_change, Services& services);

/// The active environment, or `.venv` here or above; none if there is none that can be used.
std::optional<Interpreter> active_or_nearest_environment(Services& services);

/// The Python to resolve for when no environment is needed (`pip compile`): as above, but any
/// Python will do.
Result<Interpreter> any_interpreter(const std::optional<std::string>& python, Services& services);

/// What a project asks of its Python: `--python`, else `.python-version`, else requires-python.
Result<PythonRequest> project_python_request(const Project& project,
                                             const std::optional<std::string>& python,
                                             Services& services);

/// Whether a lock can only be judged with a Python at hand: the project does not say which it
/// supports, or the one that is asked for may not be among them. If not, what looking for one would
/// warn of is said here.
bool lock_needs_python(const Project& project, const std::optional<std::string>& python,
                       Services& services);

/// The Python to lock with: that of the environment if it fits, else one that does.
Result<Interpreter> project_interpreter(const Project& project,
                                        const std::optional<std::string>& python,
                                        Services& services);

/// A project's environment, as it is or as it would have to be made.
struct ProjectEnvironment {
  std::filesystem::path path;
  Interpreter interpreter;  ///< in the environment; if it is not made yet, what it will be
  enum class State { usable, to_create, to_replace } state;
};

/// UV_PROJECT_ENVIRONMENT, else `.venv` of the project (with `active`: VIRTUAL_ENV). Looks only;
/// `make_environment` makes it.
Result<ProjectEnvironment> project_environment(const Project& project,
                                               const std::optional<std::string>& python,
                                               bool active, Services& services);
/// Where it is, without a look at it.
std::filesystem::path environment_place(const Project& project, bool active,
                                       const Services& services);
/// Makes or replaces it if need be, and says so.
Result<void> make_environment(ProjectEnvironment& environment, const Project& project,
                              Services& services);

/// The environment's place as messages name it: relative to where the command works, if it lies
/// below; escaped.
std::string shown_place(const ProjectEnvironment& environment, const Services& services);

}  // namespace axle
