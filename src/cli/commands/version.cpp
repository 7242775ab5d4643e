// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "editing/project_version.hpp"

namespace axle {

Result<ExitCode> version_command(const VersionOptions& options, Session& session) {
  TRY(const VersionOutcome outcome, project_version(options, session));
  show_edit(outcome.edit, session);
  if (options.output_format == "json" || session.options().json) {
    const nlohmann::ordered_json data{
        {"package_name", outcome.name}, {"version", outcome.version}, {"commit_info", nullptr}};
    session.printer().data(data.dump(2) + "\n");
  } else if (options.is_short) {
    session.printer().data(outcome.version + "\n");
  } else if (outcome.before) {
    session.printer().data(
        fmt::format("{} {} => {}\n", outcome.name, *outcome.before, outcome.version));
  } else {
    session.printer().data(fmt::format("{} {}\n", outcome.name, outcome.version));
  }
  return ExitCode::success;
}

}  // namespace axle
