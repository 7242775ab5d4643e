// SPDX-License-Identifier: MIT
#include "services/python_target.hpp"

#include <fmt/format.h>

#include "axle/install/environment.hpp"
#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "python/pyvenv_cfg.hpp"
#include "python/unasked.hpp"
#include "python/venv.hpp"
#include "services/interrupted_environment.hpp"
#include "services/python_search.hpp"

namespace axle {
namespace {

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
      ErrorKind::environment, ErrorCode::venv,
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
        *request.path != interpreter.executable.parent_path() / "python" &&
        *request.path != interpreter.executable.parent_path() / "python3")
      return false;
  }
  return !project.requires_python || project.requires_python->contains(interpreter.version);
}

/// `.python-version` comes with the project, and may name a program that does.
Result<void> check_pinned_path(const fs::path& given, const fs::path& root, Services& services) {
  const fs::path path = absolute_path(services.directory() / given);
  const fs::path program = directory_exists(path) ? path / "bin" / "python3" : path;
  const PythonSearch search = python_search(services);
  const fs::path place = root / ".python-version";
  if (may_run_unasked(program, place, search) && may_run_unasked(path.parent_path(), place, search))
    return {};
  const std::string shown = escape_foreign(given.string());
  return fail_with_code(ErrorKind::environment, ErrorCode::venv,
                        fmt::format("`.python-version` names `{}`, which lies in the project or "
                                    "belongs to another user, and is not run without your word",
                                    shown),
                        ".python-version", {},
                        fmt::format("use `--python {}` if you trust it", shown));
}

/// Whether `--python` names the environment or a program in it.
bool is_at(const fs::path& environment, const std::optional<std::string>& option,
           Services& services) {
  const auto text = python_option(option, services);
  if (!text) return false;
  const fs::path named = absolute_path(services.directory() / *text);
  return named == environment || named.parent_path() == environment / "bin";
}

/// Whether the user has named the environment, so that its Python may be run.
bool is_named(const fs::path& environment, bool active, Services& services) {
  if (active || services.environment().get_setting("PROJECT_ENVIRONMENT")) return true;
  const auto current = services.environment().get_nonempty("VIRTUAL_ENV");
  return current && absolute_path(services.directory() / *current) == environment;
}

/// Where the project's environment is; warns of an active one that is another.
fs::path environment_path(const Project& project, bool active, Services& services) {
  fs::path path = environment_place(project, active, services);
  if (active) return path;
  if (const auto current = services.environment().get_nonempty("VIRTUAL_ENV"))
    if (absolute_path(services.directory() / *current) != path)
      services.reporter().warning(
          fmt::format("`VIRTUAL_ENV={}` does not match the project environment path `{}` and will "
                      "be ignored; use `--active` to target the active environment instead",
                      escape_foreign(*current), shown_path(path)));
  return path;
}

}  // namespace

namespace {

constexpr std::string_view place_holder = "{accelerator}";

/// As it was written, relative to the project.
std::string configured_place(const Project& project, const Environment& environment) {
  if (auto chosen = environment.get_setting("PROJECT_ENVIRONMENT")) return *std::move(chosen);
  if (project.accelerators && project.accelerators->keys.environment)
    return *project.accelerators->keys.environment;
  return ".venv";
}

}  // namespace

fs::path environment_place(const Project& project, bool active, const Services& services) {
  const Environment& environment = services.environment();
  if (const auto current = environment.get_nonempty("VIRTUAL_ENV"); current && active)
    return absolute_path(services.directory() / *current);
  std::string place = configured_place(project, environment);
  if (project.accelerators && !project.place_accelerator.empty())
    place = replace_all(place, place_holder, project.place_accelerator);
  return absolute_path(project.root / place);
}

bool is_place_by_accelerator(const Project& project, const Services& services) {
  return project.accelerators &&
         configured_place(project, services.environment()).contains(place_holder);
}

namespace {

/// The Python as if its environment were the directory that `--target` or `--prefix` names.
Result<Interpreter> at_directory(Interpreter found, const PipTarget& target, bool for_change,
                                 Services& services) {
  const fs::path place =
      absolute_path(services.directory() / target.target.value_or(target.prefix.value_or("")));
  const Interpreter inside = interpreter_in_venv(place, found);
  found.prefix = place;
  found.externally_managed = false;
  found.scheme = inside.scheme;
  found.scheme.headers = place / "include";
  if (target.target) found.scheme.purelib = found.scheme.platlib = place;
  if (for_change) TRY_OK(make_directories(place));
  return found;
}

/// Which environment is worked on, where that is not the one at hand.
void say_where(const Interpreter& interpreter, Services& services) {
  if (interpreter.prefix == services.directory() / ".venv") return;
  services.reporter().notice(fmt::format("Using Python {} environment at: {}",
                                         interpreter.version.to_string(),
                                         shown_path(interpreter.prefix)));
}

/// The active environment, or the nearest one, if it answers the request.
std::optional<Interpreter> environment_for(const PythonRequest& request, Services& services) {
  const auto cache = services.cache();
  if (!cache) return std::nullopt;
  for (const auto& place :
       {active_environment(services), nearest_environment(services.directory())}) {
    if (!place || !is_virtual_environment(*place)) continue;
    auto found = interpreter_of_environment(*place, **cache);
    if (!found) continue;
    const bool answers =
        request.program ? path_exists(*place / "bin" / *request.program) : request.accepts(*found);
    if (answers) return *std::move(found);
  }
  return std::nullopt;
}

}  // namespace

std::unexpected<Error> no_environment(const std::string& which) {
  return fail_with_code(
      ErrorKind::environment, ErrorCode::venv, "no virtual environment found" + which, {}, {},
      "run `axle venv` to make one, or use `--system` to work on the system's Python");
}

bool is_environment_at_hand(Services& services) {
  return active_environment(services) || nearest_environment(services.directory());
}

Result<Interpreter> pip_environment(const PipTarget& target, bool for_change, Services& services) {
  if (target.target && target.prefix)
    return fail(ErrorKind::invalid_input, "`--target` and `--prefix` exclude each other",
                "use one of them");
  if (target.target || target.prefix) {
    TRY(Interpreter found, any_interpreter(target.python, services));
    return at_directory(std::move(found), target, for_change, services);
  }
  TRY(Cache* const cache, services.cache());
  const auto finish = [&](Result<Interpreter> found) -> Result<Interpreter> {
    if (found && for_change) TRY_OK(check_changeable(*found, target));
    if (!found) return found;
    if (!for_change) warn_if_interrupted(*found, services);
    say_where(*found, services);
    return found;
  };
  const bool is_system =
      target.system || services.environment().get_flag("SYSTEM_PYTHON").value_or(false);
  if (const auto python = python_option(target.python, services)) {
    TRY(PythonRequest request, PythonRequest::parse(*python));
    if (request.path) request.path = absolute_path(services.directory() / *python);
    if (!request.path && !is_system) {
      if (auto found = environment_for(request, services)) return finish(*std::move(found));
      if (for_change)
        return no_environment(fmt::format(" for Python `{}`", escape_foreign(*python)));
    }
    return finish(find_interpreter(request, python_search(services), *cache));
  }
  if (is_system) {
    TRY(const PythonRequest any, PythonRequest::parse("any"));
    return finish(find_interpreter(any, python_search(services), *cache));
  }
  if (const auto active = active_environment(services)) {
    if (is_virtual_environment(*active)) return finish(interpreter_of_environment(*active, *cache));
    return finish(find_interpreter({.text = {},
                                    .path = *active,
                                    .program = {},
                                    .implementation = {},
                                    .versions = {},
                                    .free_threaded = {}},
                                   python_search(services), *cache));
  }
  if (const auto nearest = nearest_environment(services.directory()))
    return finish(interpreter_of_found_environment(*nearest, python_search(services), *cache));
  if (for_change) return no_environment({});
  // To look at, the first Python on PATH will do.
  TRY(const PythonRequest any, PythonRequest::parse("any"));
  auto first = find_interpreter(any, python_search(services), *cache);
  return first ? finish(*std::move(first)) : no_environment({});
}

std::optional<Interpreter> active_or_nearest_environment(Services& services) {
  const auto cache = services.cache();
  if (!cache) return std::nullopt;
  auto place = active_environment(services);
  const bool is_active = place && is_virtual_environment(*place);
  if (!is_active) place = nearest_environment(services.directory());
  if (!place) return std::nullopt;
  auto interpreter = interpreter_of_environment(*place, **cache);
  if (!interpreter || (!is_active && !python_search(services).counts(*interpreter)))
    return std::nullopt;
  return *std::move(interpreter);
}

Result<Interpreter> any_interpreter(const std::optional<std::string>& python, Services& services) {
  TRY(Cache* const cache, services.cache());
  if (const auto text = python_option(python, services)) {
    TRY(const PythonRequest request, PythonRequest::parse(*text));
    return find_interpreter(request, python_search(services), *cache);
  }
  if (const auto active = active_environment(services); active && is_virtual_environment(*active))
    return interpreter_of_environment(*active, *cache);
  const PythonSearch search = python_search(services);
  if (const auto nearest = nearest_environment(services.directory()))
    if (auto interpreter = interpreter_of_found_environment(*nearest, search, *cache);
        interpreter && search.counts(*interpreter))
      return interpreter;
  TRY(const PythonRequest any, PythonRequest::parse("any"));
  return find_interpreter(any, search, *cache);
}

std::optional<PythonRequest> told_pin(const fs::path& directory, const fs::path& top,
                                      Services& services) {
  std::optional<PythonPin> pin = nearest_pin(directory, top);
  if (!pin) return std::nullopt;
  for (const std::string& text : pin->unsupported)
    services.reporter().warning(
        fmt::format("Ignoring unsupported Python request `{}` in version file: {}",
                    escape_foreign(text), escape_foreign(pin->file.string())));
  return std::move(pin->request);
}

Result<std::optional<PythonRequest>> pinned_request(const fs::path& top, Services& services) {
  std::optional<PythonRequest> pinned = told_pin(services.project_directory(), top, services);
  if (pinned && pinned->path)
    TRY_OK(check_pinned_path(*pinned->path, services.project_directory(), services));
  return pinned;
}

Result<PythonRequest> project_python_request(const Project& project,
                                             const std::optional<std::string>& python,
                                             Services& services) {
  if (const auto text = python_option(python, services)) return PythonRequest::parse(*text);
  TRY(auto pinned, pinned_request(project.root, services));
  if (pinned) return *std::move(pinned);
  if (project.requires_python)
    return PythonRequest::for_versions(project.requires_python->specifiers());
  return PythonRequest::parse("any");
}

bool lock_needs_python(const Project& project, const std::optional<std::string>& python,
                       Services& services) {
  if (!project.requires_python || python_option(python, services)) return true;
  if (const auto pinned = told_pin(services.project_directory(), project.root, services))
    if (!pinned->versions ||
        !VersionRange::from(*pinned->versions).is_subset_of(project.requires_python->range()))
      return true;
  return false;
}

namespace {

/// `path`: where the environment is, or would be.
Result<ProjectEnvironment> environment_in(const fs::path& path, const Project& project,
                                          const std::optional<std::string>& python, bool active,
                                          Services& services) {
  TRY(Cache* const cache, services.cache());
  TRY(const PythonRequest request, project_python_request(project, python, services));
  using State = ProjectEnvironment::State;
  const PythonSearch search = python_search(services);
  const bool is_there = is_virtual_environment(path);
  State state = State::to_create;
  if (is_there) {
    const bool named = is_named(path, active || is_at(path, python, services), services);
    auto interpreter = named ? interpreter_of_environment(path, *cache)
                             : interpreter_of_found_environment(path, search, *cache);
    if (interpreter && fits(*interpreter, request, project) &&
        (named || search.counts(*interpreter)))
      return ProjectEnvironment{path, *std::move(interpreter), State::usable};
    state = !named && needs_word(path, search) ? State::needs_word : State::to_replace;
  } else if (directory_exists(path)) {
    // What a killed run has left of one is seen to when it is made.
    if (!was_interrupted(path) && !check_venv_place(path, {}))
      return fail_with_code(
          ErrorKind::environment, ErrorCode::venv,
          fmt::format("project virtual environment directory `{}` cannot be used because it is not "
                      "a valid Python environment (no pyvenv.cfg was found)",
                      escape_foreign(path.string())),
          path.string(), {}, "remove the directory, or name another with UV_PROJECT_ENVIRONMENT");
  }
  if (path_exists(path) && !directory_exists(path))
    return fail_with_code(
        ErrorKind::environment, ErrorCode::venv,
        fmt::format("project virtual environment `{}` cannot be made: a file is in the way",
                    escape_foreign(path.string())),
        path.string(), {}, "remove the file, or name another place with UV_PROJECT_ENVIRONMENT");
  TRY(const Interpreter base, find_interpreter(request, search, *cache));
  if (project.requires_python && !project.requires_python->contains(base.version)) {
    return fail(ErrorKind::invalid_input,
                fmt::format("the requested interpreter resolved to Python {}, which is "
                            "incompatible with the project's Python requirement: `{}`",
                            base.version.to_string(), project.requires_python->to_string()),
                "choose another Python with `--python`, or change `requires-python`");
  }
  // Python that runs in an environment of its own still stands for its installation.
  Interpreter made = interpreter_in_venv(path, base);
  return ProjectEnvironment{path, std::move(made), state};
}

}  // namespace

Result<Interpreter> project_interpreter(const Project& project,
                                        const std::optional<std::string>& python,
                                        Services& services) {
  TRY(ProjectEnvironment environment, environment_in(environment_place(project, false, services),
                                                     project, python, false, services));
  return std::move(environment.interpreter);
}

Result<ProjectEnvironment> project_environment(const Project& project,
                                               const std::optional<std::string>& python,
                                               bool active, Services& services) {
  return environment_in(environment_path(project, active, services), project, python, active,
                        services);
}

VenvOptions project_venv_options(const Project& project) {
  VenvOptions options;
  options.clear = true;
  const ProjectMember* member = project.current_member();
  options.prompt = member != nullptr ? member->name.text() : project.root.filename().string();
  return options;
}

Result<void> check_may_run(const ProjectEnvironment& environment) {
  if (environment.state == ProjectEnvironment::State::needs_word)
    return needs_word_error(environment.path);
  return {};
}

std::string shown_place(const ProjectEnvironment& environment, const Services& services) {
  const fs::path shown = environment.path.lexically_relative(services.directory());
  return escape_foreign(shown.empty() || *shown.begin() == ".." ? environment.path.string()
                                                                : shown.string());
}

}  // namespace axle
