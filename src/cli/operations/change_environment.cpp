// SPDX-License-Identifier: MIT
#include "cli/operations/change_environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "axle/fetch/fetch.hpp"
#include "axle/install/environment.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/operations/planned_builds.hpp"
#include "cli/operations/source_builder.hpp"
#include "cli/operations/told_metadata.hpp"
#include "cli/operations/wheel_tags.hpp"
#include "cli/settings_layer.hpp"

namespace axle {
namespace {

using Time = std::chrono::steady_clock::time_point;

Time now() { return std::chrono::steady_clock::now(); }

constexpr std::chrono::minutes lock_patience{5};

void say_changes(const InstallPlan& plan, Services& services) {
  const Style& style = services.printer().err_style();
  for (const ChangeLine& line : change_lines(plan)) {
    const std::string sign = line.sign == '+'   ? style.green("+")
                             : line.sign == '-' ? style.red("-")
                                                : style.yellow("~");
    services.printer().say(fmt::format(" {} {}{}", sign, style.bold(line.name),
                                       style.dim(escape_foreign(line.specifier))));
  }
}

void give_json(const InstallPlan& plan, bool dry_run, Services& services) {
  nlohmann::json changes = nlohmann::json::array();
  for (const ChangeLine& line : change_lines(plan))
    changes.push_back({{"name", line.name},
                       {"version", line.specifier.starts_with("==")
                                       ? line.specifier.substr(2, line.specifier.find(' ') - 2)
                                       : line.specifier},
                       {"action", line.sign == '+'   ? "installed"
                                  : line.sign == '-' ? "uninstalled"
                                                     : "reinstalled"}});
  const nlohmann::json report{
      {"schema", {{"version", "preview"}}}, {"changes", changes}, {"dry_run", dry_run}};
  services.printer().data(report.dump(2) + "\n");
}

std::size_t removed_packages(const InstallPlan& plan) {
  std::size_t count = plan.removals.size();
  for (const PlannedInstall& install : plan.installs) count += install.replaces.size();
  return count;
}

/// Those that are neither in the store nor on this machine.
Result<std::size_t> missing_wheels(const InstallPlan& plan, Services& services) {
  TRY(Cache* const cache, services.cache());
  std::size_t count = 0;
  for (const WheelToFetch& wheel : plan.wheels()) {
    TRY(const auto stored, find_stored_wheel(wheel, *cache));
    if (!stored) ++count;
  }
  return count;
}

Result<ExitCode> say_plan(const InstallPlan& plan, bool check, Services& services) {
  Printer& printer = services.printer();
  if (services.options().json) give_json(plan, true, services);
  if (plan.is_empty()) {
    printer.say("Would make no changes");
    return ExitCode::success;
  }
  TRY(const std::size_t downloads, missing_wheels(plan, services));
  if (downloads != 0) printer.say(fmt::format("Would download {}", counted(downloads, "package")));
  if (const std::size_t removed = removed_packages(plan); removed != 0)
    printer.say(fmt::format("Would uninstall {}", counted(removed, "package")));
  if (!plan.installs.empty())
    printer.say(fmt::format("Would install {}", counted(plan.installs.size(), "package")));
  say_changes(plan, services);
  if (!check) return ExitCode::success;
  return fail(ErrorKind::failed, "the environment is outdated",
              "run the command without `--check`");
}

/// Downloads, unpacks and links, each wheel as soon as it can be.
Result<InstallReport> carry_out(InstallPlan& plan, const EnvironmentChange& change,
                                const EnvironmentLock& lock, SourceBuilder& builder,
                                Services& services) {
  const Time start = now();
  const Interpreter& interpreter = builder.use().interpreter;
  TRY_OK(build_planned(plan, builder));
  TRY(Cache* const cache, services.cache());
  HttpClient* client = nullptr;
  const std::vector<WheelToFetch> wheels = plan.wheels();
  const bool needs_network =
      std::ranges::any_of(wheels, [](const WheelToFetch& wheel) { return wheel.path.empty(); });
  if (needs_network && change.indexes != nullptr) {
    TRY(client, services.http(*change.indexes));
  }
  const InstallTarget target = install_target(interpreter);
  TRY(Installation installation, Installation::begin({.lock = lock,
                                                      .plan = plan,
                                                      .target = target,
                                                      .options = change.install,
                                                      .reporter = services.reporter()}));
  const FetchServices fetch{.http = client,
                            .cache = *cache,
                            .reporter = services.reporter(),
                            .offline = client == nullptr};
  TRY(const HttpCache* const http_cache, services.http_cache());
  const auto stage = [&](std::size_t position, const StoredWheel& wheel) -> Result<void> {
    TRY_OK(check_told_metadata(wheels[position], wheel, *cache, *http_cache));
    return installation.stage(position, wheel);
  };
  TRY_OK(fetch_wheels(wheels, fetch, stage));
  services.reporter().clear();
  if (!wheels.empty())
    services.printer().say(fmt::format("Prepared {} in {}", counted(wheels.size(), "package"),
                                       elapsed_text(now() - start)));
  return installation.commit();
}

void say_report(const InstallPlan& plan, const InstallReport& report, Time start,
                Services& services) {
  Printer& printer = services.printer();
  services.reporter().clear();
  const std::string elapsed = elapsed_text(now() - start);
  if (const std::size_t removed = removed_packages(plan); removed != 0)
    printer.say(fmt::format("Uninstalled {} in {}", counted(removed, "package"), elapsed));
  if (!plan.installs.empty())
    printer.say(
        fmt::format("Installed {} in {}", counted(plan.installs.size(), "package"), elapsed));
  say_changes(plan, services);
  for (const std::string& hook : report.startup_hooks)
    printer.say(fmt::format("Note: {} runs whenever Python starts", escape_foreign(hook)));
  for (const std::string& file : report.kept_files)
    printer.warn(
        fmt::format("kept {}: it was changed since it was installed, or is not the package's",
                    escape_foreign(file)));
}

void say_checked(std::size_t count, Time start, Services& services) {
  const std::string elapsed = elapsed_text(now() - start);
  services.printer().say(count == 0
                             ? fmt::format("Checked in {}", elapsed)
                             : fmt::format("Checked {} in {}", counted(count, "package"), elapsed));
}

PlanOptions with_tags(PlanOptions options, const Interpreter& interpreter) {
  if (options.runs_here) return options;  // for another machine
  options.runs_here = [tags = interpreter.tags()](std::span<const std::string> written) {
    return runs_with(tags, written);
  };
  return options;
}

BuildUse build_use(const EnvironmentChange& change, const Interpreter& interpreter) {
  BuildUse use{.settings = *change.settings,
               .interpreter = interpreter,
               .constraints = change.build_constraints,
               .members = change.members};
  for (const WantedPackage& package : change.wanted)
    if (!package.has_any_version) use.runtime.emplace(package.name, package.version);
  return use;
}

}  // namespace

EnvironmentChange environment_change(const Settings& settings, const InstallerFlags& flags) {
  EnvironmentChange change{.wanted = {}, .plan = {}, .install = {}, .indexes = &settings.indexes,
                           .settings = &settings};
  change.plan.reinstall_all = settings.reinstall;
  change.plan.reinstall = settings.reinstall_package;
  change.install.link_mode = link_mode_of(settings.link_mode);
  change.install.deny_startup_hooks = flags.deny_hooks;
  return change;
}

Result<ExitCode> change_environment(EnvironmentChange change, const Interpreter& interpreter,
                                    Services& services) {
  const Time start = now();
  TRY(const EnvironmentLock lock, EnvironmentLock::acquire(interpreter.prefix, lock_patience));
  TRY(std::vector<InstalledPackage> installed, installed_packages(interpreter));
  const std::size_t wanted = change.wanted.size() + change.satisfied;
  SourceBuilder builder(build_use(change, interpreter), services);
  TRY_OK(compare_builds(change.wanted, installed, builder));
  TRY(InstallPlan plan, plan_install(std::move(change.wanted), std::move(installed),
                                           with_tags(change.plan, interpreter)));
  if (change.dry_run || change.check) return say_plan(plan, change.check, services);
  if (plan.is_empty()) {
    if (services.options().json) give_json(plan, false, services);
    say_checked(wanted, start, services);
    return ExitCode::success;
  }
  const Time install_start = now();
  TRY(const InstallReport report, carry_out(plan, change, lock, builder, services));
  say_report(plan, report, install_start, services);
  if (services.options().json) give_json(plan, false, services);
  return ExitCode::success;
}

Result<ExitCode> plan_new_environment(EnvironmentChange change, Services& services) {
  TRY(const InstallPlan plan, plan_install(std::move(change.wanted), {}, change.plan));
  return say_plan(plan, change.check, services);
}

Result<ExitCode> remove_packages(const std::vector<PackageName>& names,
                                 const Interpreter& interpreter, bool dry_run, Services& services) {
  const Time start = now();
  TRY(const EnvironmentLock lock, EnvironmentLock::acquire(interpreter.prefix, lock_patience));
  TRY(std::vector<InstalledPackage> installed, installed_packages(interpreter));
  PlanOptions options;
  for (const PackageName& name : names)
    if (std::ranges::none_of(installed,
                             [&](const InstalledPackage& package) { return package.name == name; }))
      services.printer().warn(fmt::format("Skipping {} as it is not installed", name.text()));
  for (const InstalledPackage& package : installed)
    if (std::ranges::find(names, package.name) == names.end()) options.keep.insert(package.name);
  TRY(const InstallPlan plan, plan_install({}, std::move(installed), options));
  if (plan.removals.empty()) {
    services.printer().warn("No packages to uninstall");
    return ExitCode::success;
  }
  if (dry_run) return say_plan(plan, false, services);
  const InstallTarget target = install_target(interpreter);
  TRY(const InstallReport report, apply_plan({.lock = lock,
                                              .plan = plan,
                                              .target = target,
                                              .options = {},
                                              .reporter = services.reporter()},
                                             {}));
  say_report(plan, report, start, services);
  return ExitCode::success;
}

}  // namespace axle
