// SPDX-License-Identifier: MIT
#include "operations/python_target.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "python/discovery.hpp"
#include "python/pyvenv_cfg.hpp"
#include "python/venv.hpp"

namespace axle {
namespace {

PythonSearch search_of(Services& services) {
  return {.environment = services.environment(), .directory = services.directory()};
}

std::optional<std::string> python_option(const std::optional<std::string>& option,
                                         Services& services) {
  return option ? option : services.environment().get_setting("PYTHON");
}

/// `.venv` in the directory or above it.
std::optional<fs::path> nearest_environment(const fs::path& directory) {
  for (fs::path here = directory;; here = here.parent_path()) {
    if (is_virtual_environment(here / ".venv")) return here / ".venv";
    if (!here.has_parent_path() || here.parent_path() == here) return std::nullopt;
  }
}

std::optional<fs::path> active_environment(Services& services) {
  for (const char* variable : {"VIRTUAL_ENV", "CONDA_PREFIX"})
    if (const auto value = services.environment().get_nonempty(variable))
      return absolute_path(services.directory() / *value);
  return std::nullopt;
}

Result<void> check_changeable(const Interpreter& interpreter, const PipTarget& target) {
  if (!interpreter.externally_managed || target.break_system_packages) return {};
  return fail_with_code(
      ErrorKind::environment, "E_VENV",
      fmt::format("the interpreter at `{}` is externally managed",
                  escape_foreign(interpreter.prefix.string())),
      interpreter.executable.string(), {},
      "make a virtual environment with `axle venv`, or use `--break-system-packages`");
}

bool fits(const Interpreter& interpreter, const PythonRequest& request, const Project& project) {
  if (!request.path && !request.accepts(interpreter)) return false;
  if (request.path) {
    std::error_code ignored;
    const fs::path wanted = fs::weakly_canonical(
        directory_exists(*request.path) ? *request.path / "bin/python3" : *request.path, ignored);
    const fs::path have = fs::weakly_canonical(interpreter.base_executable, ignored);
    if (wanted != have && *request.path != interpreter.executable &&
        *request.path != interpreter.executable.parent_path() / "python")
      return false;
  }
  return !project.requires_python || project.requires_python->contains(interpreter.version);
}

/// Where the project's environment is; warns of an active one that is another.
fs::path environment_path(const Project& project, bool active, Services& services) {
  fs::path path = project.root / ".venv";
  if (const auto chosen = services.environment().get_setting("PROJECT_ENVIRONMENT"))
    path = absolute_path(project.root / *chosen);
  if (const auto current = services.environment().get_nonempty("VIRTUAL_ENV")) {
    const fs::path here = absolute_path(services.directory() / *current);
    if (active) return here;
    if (here != path)
      services.reporter().warning(
          fmt::format("`VIRTUAL_ENV={}` does not match the project environment path `{}` and will "
                      "be ignored; use `--active` to target the active environment instead",
                      escape_foreign(*current), escape_foreign(path.string())));
  }
  return path;
}

}  // namespace

Result<Interpreter> pip_environment(const PipTarget& target, bool for_change, Services& services) {
  TRY(Cache* const cache, services.cache());
  const auto finish = [&](Result<Interpreter> found) -> Result<Interpreter> {
    if (found && for_change) TRY_OK(check_changeable(*found, target));
    return found;
  };
  if (const auto python = python_option(target.python, services)) {
    TRY(PythonRequest request, PythonRequest::parse(*python));
    if (request.path) request.path = absolute_path(services.directory() / *python);
    return finish(find_interpreter(request, search_of(services), *cache));
  }
  if (target.system || services.environment().get_flag("SYSTEM_PYTHON").value_or(false)) {
    TRY(const PythonRequest any, PythonRequest::parse("any"));
    return finish(find_interpreter(any, search_of(services), *cache));
  }
  if (const auto active = active_environment(services)) {
    if (is_virtual_environment(*active)) return finish(interpreter_of_environment(*active, *cache));
    return finish(find_interpreter({.text = {},
                                    .path = *active,
                                    .program = {},
                                    .implementation = {},
                                    .versions = {},
                                    .free_threaded = {}},
                                   search_of(services), *cache));
  }
  if (const auto nearest = nearest_environment(services.directory()))
    return finish(interpreter_of_environment(*nearest, *cache));
  return fail_with_code(
      ErrorKind::environment, "E_VENV", "no virtual environment found", {}, {},
      "run `axle venv` to make one, or use `--system` to work on the system's Python");
}

Result<Interpreter> any_interpreter(const std::optional<std::string>& python, Services& services) {
  TRY(Cache* const cache, services.cache());
  if (const auto text = python_option(python, services)) {
    TRY(const PythonRequest request, PythonRequest::parse(*text));
    return find_interpreter(request, search_of(services), *cache);
  }
  if (const auto active = active_environment(services); active && is_virtual_environment(*active))
    return interpreter_of_environment(*active, *cache);
  if (const auto nearest = nearest_environment(services.directory()))
    if (auto interpreter = interpreter_of_environment(*nearest, *cache)) return interpreter;
  TRY(const PythonRequest any, PythonRequest::parse("any"));
  return find_interpreter(any, search_of(services), *cache);
}

Result<PythonRequest> project_python_request(const Project& project,
                                             const std::optional<std::string>& python,
                                             Services& services) {
  if (const auto text = python_option(python, services)) return PythonRequest::parse(*text);
  if (auto pinned = pinned_version(services.project_directory(), project.root))
    return *std::move(pinned);
  if (project.requires_python)
    return PythonRequest::for_versions(project.requires_python->specifiers());
  return PythonRequest::parse("any");
}

bool lock_needs_python(const Project& project, const std::optional<std::string>& python,
                       Services& services) {
  if (!project.requires_python || python_option(python, services)) return true;
  if (const auto pinned = pinned_version(services.project_directory(), project.root))
    if (!pinned->versions ||
        !VersionRange::from(*pinned->versions).is_subset_of(project.requires_python->range()))
      return true;
  environment_path(project, false, services);
  return false;
}

Result<Interpreter> project_interpreter(const Project& project,
                                        const std::optional<std::string>& python,
                                        Services& services) {
  TRY(ProjectEnvironment environment, project_environment(project, python, false, services));
  return std::move(environment.interpreter);
}

Result<ProjectEnvironment> project_environment(const Project& project,
                                               const std::optional<std::string>& python,
                                               bool active, Services& services) {
  TRY(Cache* const cache, services.cache());
  TRY(const PythonRequest request, project_python_request(project, python, services));
  const fs::path path = environment_path(project, active, services);
  const bool is_there = is_virtual_environment(path);
  if (is_there) {
    auto interpreter = interpreter_of_environment(path, *cache);
    if (interpreter && fits(*interpreter, request, project))
      return ProjectEnvironment{path, *std::move(interpreter), ProjectEnvironment::State::usable};
  } else if (directory_exists(path)) {
    std::error_code ignored;
    if (!fs::is_empty(path, ignored))
      return fail_with_code(
          ErrorKind::environment, "E_VENV",
          fmt::format("project virtual environment directory `{}` cannot be used because it is not "
                      "a valid Python environment (no pyvenv.cfg was found)",
                      escape_foreign(path.string())),
          path.string(), {}, "remove the directory, or name another with UV_PROJECT_ENVIRONMENT");
  }
  if (path_exists(path) && !directory_exists(path))
    return fail_with_code(
        ErrorKind::environment, "E_VENV",
        fmt::format("project virtual environment `{}` cannot be made: a file is in the way",
                    escape_foreign(path.string())),
        path.string(), {}, "remove the file, or name another place with UV_PROJECT_ENVIRONMENT");
  TRY(const Interpreter base, find_interpreter(request, search_of(services), *cache));
  if (project.requires_python && !project.requires_python->contains(base.version)) {
    return fail(ErrorKind::invalid_input,
                fmt::format("the requested interpreter resolved to Python {}, which is "
                            "incompatible with the project's Python requirement: `{}`",
                            base.version.to_string(), project.requires_python->to_string()),
                "choose another Python with `--python`, or change `requires-python`");
  }
  // Python that runs in an environment of its own still stands for its installation.
  Interpreter made = interpreter_in_venv(path, base);
  return ProjectEnvironment{
      path, std::move(made),
      is_there ? ProjectEnvironment::State::to_replace : ProjectEnvironment::State::to_create};
}

Result<void> make_environment(ProjectEnvironment& environment, const Project& project,
                              Services& services) {
  if (environment.state == ProjectEnvironment::State::usable) return {};
  Reporter& reporter = services.reporter();
  reporter.notice(fmt::format("Using {} interpreter at: {}", environment.interpreter.display_name(),
                              escape_foreign(environment.interpreter.base_executable.string())));
  const bool replaces = environment.state == ProjectEnvironment::State::to_replace;
  VenvOptions options;
  options.clear = replaces;
  const ProjectMember* member = project.current_member();
  options.prompt = member != nullptr ? member->name.text() : project.root.filename().string();
  Interpreter base = environment.interpreter;
  TRY(Interpreter made, create_venv(environment.path, base, options));
  environment.interpreter = std::move(made);
  const std::string place = shown_place(environment, services);
  if (replaces) reporter.notice(fmt::format("Removed virtual environment at: {}", place));
  reporter.notice(fmt::format("Creating virtual environment at: {}", place));
  environment.state = ProjectEnvironment::State::usable;
  return {};
}

std::string shown_place(const ProjectEnvironment& environment, const Services& services) {
  const fs::path shown = environment.path.lexically_relative(services.directory());
  return escape_foreign(shown.empty() || *shown.begin() == ".." ? environment.path.string()
                                                                : shown.string());
}

}  // namespace axle
