// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "axle/python/interpreter.hpp"
#include "python/python_request.hpp"
#include "python/venv.hpp"
#include "services/options.hpp"
#include "services/services.hpp"

namespace axle {

/// The environment that `axle pip` works on: `--python`, else VIRTUAL_ENV, CONDA_PREFIX, or `.venv`
/// here or above; with `--system` the first Python on PATH. With `--target` or `--prefix` the
/// directory that these name, for that Python or any. Which one it is is said unless it is `.venv`
/// here. `for_change`: makes that directory, and refuses an installation whose owner asks
/// installers to keep out (PEP 668); without it, the first Python on PATH will do where there is no
/// environment. Errors: `environment` (E_VENV) with what to do.
Result<Interpreter> pip_environment(const PipTarget& target, bool for_change, Services& services);

/// Whether an environment is active or lies here or above.
bool is_environment_at_hand(Services& services);
/// E_VENV: there is no environment, and how to make one. `which` comes behind the words.
std::unexpected<Error> no_environment(const std::string& which);

/// The active environment, or `.venv` here or above; none if there is none that can be used.
std::optional<Interpreter> active_or_nearest_environment(Services& services);

/// The Python to resolve for when no environment is needed (`pip compile`): as above, but any
/// Python will do.
Result<Interpreter> any_interpreter(const std::optional<std::string>& python, Services& services);

/// What the nearest version file of `directory` up to `top` asks for; warns of lines in it that
/// cannot be looked for.
std::optional<PythonRequest> told_pin(const std::filesystem::path& directory,
                                      const std::filesystem::path& top, Services& services);

/// What `.python-version` here or above, up to `top`, asks for. Errors: `environment` (E_VENV) if
/// that is a program which may not be run unasked.
Result<std::optional<PythonRequest>> pinned_request(const std::filesystem::path& top,
                                                    Services& services);

/// What a project asks of its Python: `--python`, else `.python-version`, else requires-python.
Result<PythonRequest> project_python_request(const Project& project,
                                             const std::optional<std::string>& python,
                                             Services& services);

/// Whether a lock can only be judged with a Python at hand: the project does not say which it
/// supports, or the one that is asked for may not be among them.
bool lock_needs_python(const Project& project, const std::optional<std::string>& python,
                       Services& services);

/// The Python to lock with: that of the environment if it fits, else one that does. Unlike
/// project_environment it has no word on an active environment that is another.
Result<Interpreter> project_interpreter(const Project& project,
                                        const std::optional<std::string>& python,
                                        Services& services);

/// A project's environment, as it is or as it would have to be made.
struct ProjectEnvironment {
  std::filesystem::path path;
  Interpreter interpreter;  ///< in the environment; if it is not made yet, what it will be
  /// `needs_word`: it has a Python that may have come with the project, and nobody has named it;
  /// `interpreter` is then what a new environment would have.
  enum class State { usable, to_create, to_replace, needs_word } state;
};

/// Errors: `environment` (E_VENV) if the environment's Python needs the user's word.
Result<void> check_may_run(const ProjectEnvironment& environment);

/// UV_PROJECT_ENVIRONMENT, else `environment` of `tool.axle`, else `.venv` of the project (with
/// `active`: VIRTUAL_ENV). Looks only; `make_environment` makes it.
Result<ProjectEnvironment> project_environment(const Project& project,
                                               const std::optional<std::string>& python,
                                               bool active, Services& services);
/// Where it is, without a look at it.
std::filesystem::path environment_place(const Project& project, bool active,
                                        const Services& services);
/// Whether it depends on the accelerator, `.venv-{accelerator}`: then
/// `Project::place_accelerator` has to be known first (place_project).
bool is_place_by_accelerator(const Project& project, const Services& services);
/// How a project's environment is made.
VenvOptions project_venv_options(const Project& project);

/// The environment's place as messages name it: relative to where the command works, if it lies
/// below; escaped.
std::string shown_place(const ProjectEnvironment& environment, const Services& services);

}  // namespace axle
