// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "base/try.hpp"
#include "base/utc_text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/environment_outcome.hpp"
#include "operations/rollback.hpp"
#include "provision/generations.hpp"
#include "syncing/environment_here.hpp"

namespace axle {
namespace {

/// "+ demo==2.0" for what the generation has and the one before had not.
std::vector<std::string> differences(const Generation& before, const Generation& after) {
  const auto has = [](const Generation& generation, const GenerationPackage& package) {
    for (const GenerationPackage& other : generation.packages)
      if (other.name == package.name && other.version == package.version) return true;
    return false;
  };
  std::vector<std::string> lines;
  const auto add = [&](const Generation& from, const Generation& to, char sign) {
    for (const GenerationPackage& package : from.packages)
      if (!has(to, package))
        lines.push_back(fmt::format("{} {}=={}", sign, escape_foreign(package.name),
                                    escape_foreign(package.version)));
  };
  add(before, after, '-');
  add(after, before, '+');
  return lines;
}

}  // namespace

Result<ExitCode> history_command(const HistoryOptions& options, Session& session) {
  TRY(const Interpreter interpreter, environment_here(options.target, false, session));
  TRY(Cache* const cache, session.cache());
  const std::vector<Generation> log = read_generations(interpreter.prefix, *cache);
  nlohmann::json list = nlohmann::json::array();
  std::string text;
  for (std::size_t i = 0; i < log.size(); ++i) {
    const std::vector<std::string> changes =
        i == 0 ? std::vector<std::string>() : differences(log[i - 1], log[i]);
    list.push_back({{"generation", log[i].number},
                    {"time", log[i].time},
                    {"packages", log[i].packages.size()},
                    {"changes", changes}});
    text += fmt::format("{}  {}Z  {}\n", log[i].number, utc_text(log[i].time, ' '),
                        counted(log[i].packages.size(), "package"));
    for (const std::string& change : changes) text += "   " + change + "\n";
  }
  session.printer().data(session.options().json ? list.dump() + "\n" : text);
  return ExitCode::success;
}

Result<ExitCode> rollback_command(const RollbackOptions& options, Session& session) {
  TRY(const Interpreter interpreter, environment_here(options.target, !options.dry_run, session));
  TRY(const EnvironmentOutcome outcome,
      roll_back(interpreter, options.generation, options.dry_run, session));
  return show_outcome(outcome, session);
}

}  // namespace axle
