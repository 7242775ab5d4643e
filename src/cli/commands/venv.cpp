// SPDX-License-Identifier: MIT
#include "python/venv.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "provision/make_environment.hpp"
#include "provision/pip_requirements.hpp"
#include "provision/resolve_packages.hpp"
#include "provision/wanted_packages.hpp"
#include "services/python_search.hpp"
#include "services/python_target.hpp"
#include "syncing/environment_here.hpp"

namespace axle {
namespace {

/// `--python`, else UV_PYTHON, else `.python-version`, else any.
Result<PythonRequest> request_of(const VenvCommandOptions& options, Session& services) {
  if (options.python) return PythonRequest::parse(*options.python);
  if (const auto variable = services.environment().get_setting("PYTHON"))
    return PythonRequest::parse(*variable);
  TRY(auto pinned, pinned_request("/", services));
  if (pinned) return *std::move(pinned);
  return PythonRequest::parse("any");
}

/// pip, and what Python before 3.12 needs beside it to build packages, chosen for the environment.
Result<EnvironmentChange> seeds_for(const Interpreter& environment,
                                    const VenvCommandOptions& options, Session& services) {
  std::vector<std::string> names{"pip"};
  if (environment.major() == 3 && environment.minor() < 12)
    names.insert(names.end(), {"setuptools", "wheel"});
  TRY(PipRequirements requirements, pip_requirements({.packages = &names}, services));
  TRY(const Settings* const settings, pip_settings(options, requirements, services));
  TRY(const ResolutionTarget target,
      resolution_target(environment, std::nullopt, std::nullopt, services.environment()));
  SourceBuilder builder({.settings = *settings, .interpreter = environment}, services);
  TRY(const Resolution resolution,
      resolve_packages(pip_input(requirements, *settings, target, services), options.resolver,
                       builder, services));
  EnvironmentChange change = environment_change(*settings, options.installer);
  TRY(change.wanted, wanted_packages(resolution, {}));
  return change;
}

/// In the root of a project the place of its environment, else `.venv`.
fs::path usual_place(const VenvCommandOptions& options, Session& services) {
  const auto stated = options.no_project ? std::nullopt : stated_environment(services);
  return stated && stated->root == services.directory() ? stated->environment
                                                        : services.directory() / ".venv";
}

}  // namespace

Result<ExitCode> venv_command(const VenvCommandOptions& options, Session& services) {
  TRY(const PythonRequest request, request_of(options, services));
  TRY(Cache* const cache, services.cache());
  TRY(const Interpreter base, find_interpreter(request, python_search(services), *cache));
  const fs::path path = options.path ? absolute_path(services.directory() / *options.path)
                                     : usual_place(options, services);
  VenvOptions venv{.prompt = options.prompt,
                   .clear = options.clear,
                   .force = options.force,
                   .allow_existing = options.allow_existing,
                   .system_site_packages = options.system_site_packages,
                   .relocatable = options.relocatable,
                   .seed = options.seed};
  if (venv.prompt == ".") venv.prompt = services.directory().filename().string();
  if (!venv.prompt && !options.path) venv.prompt = services.directory().filename().string();
  services.printer().say(fmt::format("Using {} interpreter at: {}", base.display_name(),
                                     escape_foreign(base.base_executable.string())));
  EnvironmentChange change;
  if (options.seed) {
    TRY(change, seeds_for(interpreter_in_venv(path, base), options, services));
  }
  change.plan.exact = false;
  TRY_OK(create_environment(std::move(change), {.path = path, .base = base, .options = venv},
                            services));
  const std::string place = options.path ? escape_foreign(*options.path) : shown_path(path);
  services.printer().say(fmt::format("Creating virtual environment at: {}", place));
  services.printer().say(fmt::format("Activate with: source {}/bin/activate", place));
  return ExitCode::success;
}

}  // namespace axle
