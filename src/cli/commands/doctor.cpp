// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "accelerator/findings.hpp"
#include "arms/machine_source.hpp"
#include "base/try.hpp"
#include "cli/commands/accelerator_commands.hpp"
#include "cli/words/machine_json.hpp"
#include "cli/words/machine_words.hpp"
#include "operations/locked_set.hpp"
#include "syncing/environment_here.hpp"

namespace axle {
namespace {

/// What is installed here, or for a recorded machine what the project's lock would install there.
/// Without an environment the machine alone is looked at, unless one was asked for.
Result<InstalledSet> packages_here(const DoctorOptions& options, Session& session) {
  auto interpreter = environment_here(options.target, false, session);
  if (interpreter) return installed_set(*interpreter);
  if (options.target.python || interpreter.error().kind != ErrorKind::environment)
    return std::unexpected(std::move(interpreter).error());
  if (options.profile) {
    TRY(auto locked, locked_set(*options.profile, session));
    session.printer().say(
        fmt::format("No environment here: looking at {}",
                    locked ? "what the lock would install there" : "the recorded machine alone"));
    if (locked) return *std::move(locked);
    return InstalledSet{};
  }
  session.printer().say("No environment here: looking at the machine alone");
  return InstalledSet{};
}

}  // namespace

Result<ExitCode> doctor_command(const DoctorOptions& options, Session& session) {
  TRY(const Catalog catalog, accelerator_catalog(session));
  TRY(LookedAtMachine looked, look_at_machine(options.profile, catalog, session));
  InstalledSet installed;
  if (looked.recorded && !options.target.python) {
    installed = *std::move(looked.recorded);
  } else {
    TRY(installed, packages_here(options, session));
  }
  const std::vector<Finding> findings =
      find_faults(*looked.root, catalog, looked.machine, installed);
  session.printer().data(session.options().json
                             ? findings_json(findings)
                             : finding_words(findings, session.printer().out_style()));
  const bool any_error = std::ranges::any_of(
      findings, [](const Finding& finding) { return finding.severity == Severity::error; });
  return any_error ? ExitCode::no_solution : ExitCode::success;
}

}  // namespace axle
