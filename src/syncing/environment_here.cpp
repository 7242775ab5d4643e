// SPDX-License-Identifier: MIT
#include "syncing/environment_here.hpp"

#include <fmt/format.h>

#include "arms/choose_arm.hpp"
#include "axle/project/project.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "python/discovery.hpp"
#include "python/pyvenv_cfg.hpp"
#include "python/unasked.hpp"
#include "services/interrupted_environment.hpp"
#include "services/python_search.hpp"
#include "services/python_target.hpp"

namespace axle {
namespace {

Result<Interpreter> environment_at(const fs::path& place, Services& services) {
  TRY(Cache* const cache, services.cache());
  if (!is_virtual_environment(place))
    return fail_with_code(ErrorKind::environment, ErrorCode::venv,
                          fmt::format("no virtual environment found at `{}`, where the project has "
                                      "its own",
                                      escape_foreign(place.string())),
                          {}, {}, "run `axle sync` to make it");
  // The user has named the one, the project the other.
  return services.environment().get_setting("PROJECT_ENVIRONMENT")
             ? interpreter_of_environment(place, *cache)
             : interpreter_of_found_environment(place, python_search(services), *cache);
}

}  // namespace

std::optional<StatedEnvironment> stated_environment(Services& services) {
  auto project = read_project({.directory = services.project_directory(),
                               .no_sources_package = {},
                               .no_sources = false,
                               .command_line_indexes = {},
                               .other_indexes = {},
                               .only_outline = true,
                               .environment = &services.environment(),
                               .now = services.clock().now(),
                               .files = &services.toml_files()});
  if (!project || !place_project(*project, SelectionOptions{}, services)) return std::nullopt;
  return StatedEnvironment{project->root, environment_place(*project, false, services)};
}

Result<Interpreter> environment_here(const PipTarget& target, bool for_change, Services& services) {
  if (!target.python && !target.system) {
    std::optional<Interpreter> found;
    const auto stated = stated_environment(services);
    if (stated && stated->environment != stated->root / ".venv") {
      TRY(found, environment_at(stated->environment, services));
    } else if (services.environment().get_setting("PYTHON")) {
      found = active_or_nearest_environment(services);
    }
    if (found && !for_change) warn_if_interrupted(*found, services);
    if (found) return *std::move(found);
    // Unlike `axle pip list` and its kin these do not take any Python instead.
    const bool is_said = services.environment().get_setting("PYTHON") ||
                         services.environment().get_flag("SYSTEM_PYTHON").value_or(false);
    if (!is_said && !is_environment_at_hand(services)) return no_environment({});
  }
  return pip_environment(target, for_change, services);
}

}  // namespace axle
