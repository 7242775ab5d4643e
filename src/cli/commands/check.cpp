// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "accelerator/findings.hpp"
#include "accelerator/pairing.hpp"
#include "arms/machine_source.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/accelerator_commands.hpp"
#include "syncing/environment_here.hpp"

namespace axle {
namespace {

/// What to type for the least change; empty if only other wheels of no known version help.
std::string repair_command(const PairingReport& report) {
  if (report.changes.empty()) return {};
  std::string words;
  for (const std::string& change : report.changes) words += fmt::format(" \"{}\"", change);
  const std::string backend =
      accelerator_kind(report.arm) ? " --torch-backend " + report.arm : std::string();
  return fmt::format("axle pip install{}{}", words, backend);
}

std::string pairing_json(const PairingReport& report) {
  nlohmann::ordered_json faults = nlohmann::ordered_json::array();
  for (const PairingFault& fault : report.faults)
    faults.push_back({{"package", fault.package}, {"message", fault.message}});
  nlohmann::ordered_json json{{"schema", {{"version", "preview"}}}, {"faults", faults}};
  if (!report.faults.empty()) {
    json["accelerator"] = report.arm;
    json["repair"] = {{"requirements", report.changes},
                      {"other_wheels", report.rebuilds},
                      {"command", repair_command(report)}};
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string as_words(const PairingReport& report) {
  std::string text;
  for (const PairingFault& fault : report.faults) text += fault.message + "\n";
  const std::string command = repair_command(report);
  if (!command.empty()) text += fmt::format("\nThe least change: `{}`\n", command);
  for (const std::string& name : report.rebuilds)
    text += fmt::format("\n`{}` needs a wheel that is built for this torch, or to be built here\n",
                        name);
  return text;
}

}  // namespace

Result<ExitCode> check_command(const CheckOptions& options, Session& session) {
  TRY(const Catalog catalog, accelerator_catalog(session));
  TRY(const Interpreter interpreter, environment_here(options.target, false, session));
  TRY(const InstalledSet installed, installed_set(interpreter));
  PairingReport report = check_pairing(catalog, installed);
  std::vector<Finding> libraries;
  find_mixed_libraries(catalog, installed, libraries);
  for (const Finding& finding : libraries)
    report.faults.push_back({"torch", fmt::format("{}: {}", finding.message, finding.hint)});
  if (session.options().json)
    session.printer().data(pairing_json(report));
  else if (!report.faults.empty())
    session.printer().data(as_words(report));
  else
    session.printer().say(installed.torch() ? "What is built against torch goes with it"
                                            : "There is no torch in this environment");
  return report.faults.empty() ? ExitCode::success : ExitCode::no_solution;
}

}  // namespace axle
