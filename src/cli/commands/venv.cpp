// SPDX-License-Identifier: MIT
#include "python/venv.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "operations/make_environment.hpp"
#include "operations/python_target.hpp"
#include "python/discovery.hpp"

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

}  // namespace

Result<ExitCode> venv_command(const VenvCommandOptions& options, Session& services) {
  TRY(const PythonRequest request, request_of(options, services));
  TRY(Cache* const cache, services.cache());
  TRY(const Interpreter base,
      find_interpreter(request,
                       {.environment = services.environment(), .directory = services.directory()},
                       *cache));
  const std::string place = options.path.value_or(".venv");
  const fs::path path = absolute_path(services.directory() / place);
  VenvOptions venv{.prompt = options.prompt,
                   .clear = options.clear,
                   .allow_existing = options.allow_existing,
                   .system_site_packages = options.system_site_packages,
                   .relocatable = options.relocatable};
  if (venv.prompt == ".") venv.prompt = services.directory().filename().string();
  if (!venv.prompt && !options.path) venv.prompt = services.directory().filename().string();
  services.printer().say(fmt::format("Using {} interpreter at: {}", base.display_name(),
                                     escape_foreign(base.base_executable.string())));
  EnvironmentChange change;
  change.plan.exact = false;
  TRY_OK(create_environment(std::move(change), {.path = path, .base = base, .options = venv},
                            services));
  services.printer().say(fmt::format("Creating virtual environment at: {}", escape_foreign(place)));
  services.printer().say(
      fmt::format("Activate with: source {}/bin/activate", escape_foreign(place)));
  return ExitCode::success;
}

}  // namespace axle
