// SPDX-License-Identifier: MIT
#include "axle/install/verify.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "axle/install/environment.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/words/environment_outcome.hpp"
#include "services/lock_patience.hpp"
#include "syncing/environment_here.hpp"
#include "syncing/sync_project.hpp"

namespace axle {
namespace {

using Kind = EnvironmentFault::Kind;

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::changed:
      return "changed";
    case Kind::missing:
      return "missing";
    case Kind::unlisted:
      return "unlisted";
  }
  return {};
}

void show(const EnvironmentVerification& found, Session& session) {
  nlohmann::json faults = nlohmann::json::array();
  std::string text;
  for (const EnvironmentFault& fault : found.faults) {
    const std::string path = escape_foreign(fault.path);
    faults.push_back({{"kind", word_of(fault.kind)}, {"file", path}, {"package", fault.package}});
    text += fmt::format("{} {}", word_of(fault.kind), path);
    text += fault.package.empty() ? "\n" : fmt::format(" ({})", fault.package);
    if (!text.ends_with('\n')) text += '\n';
  }
  if (session.options().json)
    session.printer().data(nlohmann::json{{"packages", found.packages},
                                          {"files", found.files},
                                          {"faults", std::move(faults)}}
                               .dump() +
                           "\n");
  else
    session.printer().data(text);
  session.printer().say(fmt::format("Verified {} of {}", counted(found.files, "file"),
                                    counted(found.packages, "package")));
}

/// The packages whose files are not as they were installed.
std::set<std::string> damaged_packages(const EnvironmentVerification& found) {
  std::set<std::string> names;
  for (const EnvironmentFault& fault : found.faults)
    if (fault.kind != Kind::unlisted) names.insert(fault.package);
  return names;
}

/// Whoever takes the lock brings to its end what an interrupted run left.
Result<void> complete_interrupted(const Interpreter& interpreter, Session& session) {
  TRY(const auto patience, lock_patience(session.environment()));
  TRY(const EnvironmentLock lock,
      EnvironmentLock::acquire(interpreter.prefix, patience, session.reporter()));
  return {};
}

Result<EnvironmentVerification> verify(const Interpreter& interpreter) {
  TRY(const std::vector<InstalledPackage> packages, installed_packages(interpreter));
  return verify_environment(install_target(interpreter), packages);
}

}  // namespace

Result<ExitCode> verify_command(const VerifyOptions& options, Session& session) {
  TRY(const Interpreter interpreter, environment_here(options.target, false, session));
  const bool is_interrupted = was_interrupted(interpreter.prefix);
  if (is_interrupted && options.fix) TRY_OK(complete_interrupted(interpreter, session));
  TRY(const EnvironmentVerification found, verify(interpreter));
  show(found, session);
  if (is_interrupted && !options.fix)
    return fail(ErrorKind::failed, "an installation here was interrupted or is under way",
                "`axle verify --fix`, or whatever installs next, completes it");
  const std::set<std::string> damaged = damaged_packages(found);
  if (damaged.empty()) return ExitCode::success;
  // Whoever reads JSON has been told all of it.
  if (session.options().json && !options.fix) return ExitCode::no_solution;
  const std::vector<std::string> names(damaged.begin(), damaged.end());
  if (!options.fix || options.target.python || options.target.system)
    return fail(
        ErrorKind::failed,
        fmt::format("files of {} are not as they were installed", join_in_words(names, "and")),
        "install them again with `axle verify --fix` in their project, or with `axle pip "
        "install --reinstall-package`");
  SyncOptions sync;
  sync.lock.frozen = true;
  sync.inexact = true;
  sync.installer.reinstall_package = names;
  TRY(const SyncOutcome outcome, sync_project(sync, session));
  show_outcome(outcome.change, session);
  TRY(const EnvironmentVerification after, verify(interpreter));
  if (damaged_packages(after).empty()) return ExitCode::success;
  return fail(ErrorKind::failed, "some packages are not in the project's lock and were left",
              "install them again with `axle pip install --reinstall-package`");
}

}  // namespace axle
