// SPDX-License-Identifier: MIT
#include "cli/words/environment_outcome.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/sha256.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

void say_changes(const std::vector<ChangeLine>& lines, Session& session) {
  const Style& style = session.printer().err_style();
  for (const ChangeLine& line : lines) {
    const std::string sign = line.sign == '+'   ? style.green("+")
                             : line.sign == '-' ? style.red("-")
                                                : style.yellow("~");
    session.printer().say(fmt::format(" {} {}{}", sign, style.bold(line.name),
                                      style.dim(escape_foreign(line.specifier))));
  }
}

/// Where a package is installed from: file, index, URL without a login, and the strongest hash.
void add_source(const WheelToFetch& wheel, nlohmann::json& change) {
  change["wheel"] = wheel.filename;
  if (!wheel.index.empty()) change["index"] = wheel.index;
  change["url"] = wheel.url.empty() ? "file://" + wheel.path.string() : hide_user_info(wheel.url);
  if (!wheel.hashes.empty())
    change["hash"] =
        fmt::format("{}:{}", to_string(wheel.hashes.back().algorithm), wheel.hashes.back().hex);
}

void give_json(const EnvironmentOutcome& outcome, Session& session) {
  nlohmann::json changes = nlohmann::json::array();
  for (const ChangeLine& line : change_lines(outcome.plan)) {
    changes.push_back({{"name", line.name},
                       {"version", line.specifier.starts_with("==")
                                       ? line.specifier.substr(2, line.specifier.find(' ') - 2)
                                       : line.specifier},
                       {"action", line.sign == '+'   ? "installed"
                                  : line.sign == '-' ? "uninstalled"
                                                     : "reinstalled"}});
    if (line.sign == '-') continue;
    for (const PlannedInstall& install : outcome.plan.installs) {
      if (install.wanted.name.text() != line.name) continue;
      add_source(install.wanted.wheel, changes.back());
      if (install.wanted.has_any_version && !outcome.is_carried_out)
        changes.back()["version"] = nullptr;  // only the build will tell
    }
  }
  nlohmann::json report{{"schema", {{"version", "preview"}}},
                        {"changes", changes},
                        {"dry_run", !outcome.is_carried_out}};
  if (outcome.place)
    report["environment"] = {{"path", outcome.place->path.string()},
                             {"python",
                              {{"path", outcome.place->python.string()},
                               {"version", outcome.place->version.to_string()},
                               {"implementation", outcome.place->implementation}}}};
  if (!outcome.accelerator.empty()) report["accelerator"] = outcome.accelerator;
  session.printer().data(report.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
                         "\n");
}

std::size_t removed_packages(const InstallPlan& plan) {
  std::size_t count = plan.removals.size();
  for (const PlannedInstall& install : plan.installs) count += install.replaces.size();
  return count;
}

void say_plan(const EnvironmentOutcome& outcome, Session& session) {
  Printer& printer = session.printer();
  const InstallPlan& plan = outcome.plan;
  if (plan.is_empty()) {
    printer.say("Would make no changes");
    return;
  }
  if (!outcome.missing.empty())
    printer.say(fmt::format("Would download {}", counted(outcome.missing.size(), "package")));
  if (const std::size_t removed = removed_packages(plan); removed != 0)
    printer.say(fmt::format("Would uninstall {}", counted(removed, "package")));
  if (!plan.installs.empty())
    printer.say(fmt::format("Would install {}", counted(plan.installs.size(), "package")));
  say_changes(planned_lines(plan, outcome.missing), session);
}

void say_counts(const EnvironmentOutcome& outcome, Session& session) {
  Printer& printer = session.printer();
  const InstallPlan& plan = outcome.plan;
  const std::string elapsed = elapsed_text(outcome.elapsed);
  if (const std::size_t removed = removed_packages(plan); removed != 0)
    printer.say(fmt::format("Uninstalled {} in {}", counted(removed, "package"), elapsed));
  if (!plan.installs.empty())
    printer.say(
        fmt::format("Installed {} in {}", counted(plan.installs.size(), "package"), elapsed));
}

void say_report(const EnvironmentOutcome& outcome, Session& session) {
  Printer& printer = session.printer();
  const InstallPlan& plan = outcome.plan;
  say_counts(outcome, session);
  say_changes(change_lines(plan), session);
  for (const std::string& hook : outcome.report.startup_hooks)
    printer.say(fmt::format("Note: {} runs whenever Python starts", escape_foreign(hook)));
  for (const std::string& file : outcome.report.kept_files)
    printer.warn(
        fmt::format("kept {}: it was changed since it was installed, or is not the package's",
                    escape_foreign(file)));
  for (const std::string& name : outcome.report.unlisted)
    printer.warn(fmt::format(
        "`{}` had no usable RECORD: only its dist-info was removed, other files may be left",
        name));
  if (!outcome.report.saved_in.empty())
    printer.warn(fmt::format(
        "files that no package owned were in the way; they are kept in `{}` of the environment",
        outcome.report.saved_in));
}

void say_checked(const EnvironmentOutcome& outcome, Session& session) {
  const std::string elapsed = elapsed_text(outcome.elapsed);
  session.printer().say(
      outcome.checked == 0
          ? fmt::format("Checked in {}", elapsed)
          : fmt::format("Checked {} in {}", counted(outcome.checked, "package"), elapsed));
}

}  // namespace

void show_brief_outcome(const EnvironmentOutcome& outcome, Session& session) {
  say_counts(outcome, session);
}

ExitCode show_outcome(const EnvironmentOutcome& outcome, Session& session) {
  if (outcome.is_carried_out && !outcome.plan.is_empty()) say_report(outcome, session);
  if (session.options().json) give_json(outcome, session);
  if (!outcome.is_carried_out)
    say_plan(outcome, session);
  else if (outcome.plan.is_empty())
    say_checked(outcome, session);
  return ExitCode::success;
}

Result<ExitCode> show_check(const EnvironmentOutcome& outcome, Session& session) {
  const ExitCode shown = show_outcome(outcome, session);
  if (outcome.plan.is_empty()) return shown;
  return fail(ErrorKind::failed, "the environment is outdated",
              "run the command without `--check`");
}

ExitCode show_removal(const EnvironmentOutcome& outcome, Session& session) {
  if (outcome.plan.removals.empty()) {
    session.printer().warn("No packages to uninstall");
    return ExitCode::success;
  }
  if (outcome.is_carried_out)
    say_report(outcome, session);
  else
    return show_outcome(outcome, session);
  return ExitCode::success;
}

}  // namespace axle
