// SPDX-License-Identifier: MIT
#include "operations/python_pin.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "locking/open_project.hpp"
#include "locking/script_project.hpp"
#include "project/workspace.hpp"
#include "services/python_search.hpp"
#include "services/python_target.hpp"
#include "services/settings_layer.hpp"

namespace axle {
namespace {

/// The requires-python of the project around the directory; none if there is no project.
Result<std::optional<RequiresPython>> python_of_project(Services& services) {
  TRY(const Settings* const settings, services.settings({}));
  auto project = open_project(*settings, services);
  if (project) return project->requires_python;
  if (project.error().kind == ErrorKind::not_found || is_unmanaged(project.error()))
    return std::optional<RequiresPython>();
  return std::unexpected(std::move(project).error());
}

/// Version files count up to the project that the directory is in, or up to the root.
fs::path top_of_pins(const fs::path& directory) {
  fs::path here = directory;
  while (!file_exists(here / "pyproject.toml") && here.has_relative_path())
    here = here.parent_path();
  return here;
}

/// What is asked for where nobody says it.
Result<PythonRequest> usual_request(const PythonFindOptions& options, Services& services) {
  if (options.script) {
    TRY(const ScriptProject script, open_script(*options.script, {}, services));
    return script_python_request(script.project, std::nullopt, services);
  }
  if (const auto named = services.environment().get_setting("PYTHON"))
    return PythonRequest::parse(*named);
  const fs::path& directory = services.project_directory();
  if (auto pinned = told_pin(directory, top_of_pins(directory), services))
    return *std::move(pinned);
  if (!options.no_project) {
    TRY(const auto python, python_of_project(services));
    if (python) return PythonRequest::for_versions(python->specifiers());
  }
  return PythonRequest::parse("any");
}

std::optional<Interpreter> environment_that_fits(const PythonRequest& request, Services& services) {
  const auto interpreter = active_or_nearest_environment(services);
  if (!interpreter || request.path || request.program || !request.accepts(*interpreter))
    return std::nullopt;
  return interpreter;
}

std::string pin_text(const Interpreter& interpreter) { return interpreter.executable.string(); }

Result<void> check_project(const PythonRequest& request, const Interpreter* found,
                           const RequiresPython& python) {
  std::optional<Version> version;
  if (found != nullptr) version = found->version;
  if (!version)
    if (auto written = Version::parse(request.text)) version = *written;
  if (!version || python.contains(*version)) return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("The requested Python version `{}` is incompatible with the project "
                          "`requires-python` value of `{}`.",
                          escape_foreign(request.text), python.to_string()),
              "pin another version, change `requires-python`, or use `--no-project`");
}

fs::path pin_file(const PythonPinOptions& options, Services& services) {
  if (!options.global) return services.project_directory() / ".python-version";
  const Environment& environment = services.environment();
  const auto configuration = environment.get_nonempty("XDG_CONFIG_HOME");
  const fs::path home = environment.get_nonempty("HOME").value_or("/");
  return (configuration ? fs::path(*configuration) : home / ".config") / "uv/.python-version";
}

std::vector<std::string> requests_in(std::string_view text) {
  std::vector<std::string> requests;
  for (const std::string_view line : split(text, '\n'))
    if (const std::string_view bare = trim(line); !bare.empty() && !bare.starts_with('#'))
      requests.emplace_back(bare);
  return requests;
}

}  // namespace

Result<Interpreter> found_python(const PythonFindOptions& options, Services& services) {
  TRY(PythonRequest request,
      options.request ? PythonRequest::parse(*options.request) : usual_request(options, services));
  if (request.path) request.path = absolute_path(services.directory() / *request.path);
  if (!options.system)
    if (auto fits = environment_that_fits(request, services)) return *std::move(fits);
  TRY(Cache* const cache, services.cache());
  auto found =
      find_interpreter(request, python_search(services, services.project_directory()), *cache);
  // What is no Python is one that was not found, wherever it was looked for.
  if (!found && request.path && found.error().kind == ErrorKind::environment)
    found.error().kind = ErrorKind::not_found;
  return found;
}

std::optional<VersionFile> version_file(const fs::path& directory) {
  const fs::path top = top_of_pins(directory);
  for (fs::path here = directory;; here = here.parent_path()) {
    for (const char* name : {".python-version", ".python-versions"})
      if (const auto text = read_file(here / name))
        return VersionFile{here / name, requests_in(*text)};
    if (here == top) return std::nullopt;
  }
}

Result<PinOutcome> pin_python(const PythonPinOptions& options, Services& services) {
  TRY(const PythonRequest request, PythonRequest::parse(*options.request));
  if (request.program)
    return fail(
        ErrorKind::invalid_input,
        fmt::format("Requests for arbitrary names (e.g., `{}`) are not supported in version "
                    "files",
                    escape_foreign(*request.program)),
        "name a version, such as `3.12`, or a path");
  TRY(Cache* const cache, services.cache());
  const auto found =
      find_interpreter(request, python_search(services, services.project_directory()), *cache);
  if (!options.no_project && !options.global) {
    TRY(const auto python, python_of_project(services));
    if (python) TRY_OK(check_project(request, found ? &*found : nullptr, *python));
  }
  if (!found && options.resolved) return std::unexpected(found.error());
  if (!found) services.reporter().warning(found.error().message);
  PinOutcome outcome{.file = pin_file(options, services),
                     .before = std::nullopt,
                     .now = options.resolved ? pin_text(*found) : request.pinned_text()};
  if (const auto old = read_file(outcome.file))
    if (const auto requests = requests_in(*old); !requests.empty())
      outcome.before = requests.front();
  TRY_OK(make_directories(outcome.file.parent_path()));
  TRY_OK(write_file_atomically(outcome.file, outcome.now + "\n"));
  return outcome;
}

Result<fs::path> unpin_python(const PythonPinOptions& options, Services& services) {
  fs::path file = pin_file(options, services);
  if (::unlink(file.c_str()) == 0) return file;
  if (errno != ENOENT) return io_failure("remove", file, errno);
  return fail(ErrorKind::not_found, "No Python version file found",
              "`axle python pin VERSION` writes one");
}

}  // namespace axle
