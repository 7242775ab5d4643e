// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "axle/project/project.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "cli/operations/change_environment.hpp"
#include "cli/operations/project_selection.hpp"
#include "cli/operations/python_target.hpp"
#include "cli/operations/resolve_packages.hpp"
#include "cli/operations/sync_stamp.hpp"
#include "cli/operations/wanted_packages.hpp"
#include "cli/settings_layer.hpp"

namespace axle {
namespace {

Result<Project> project_of(const Settings& settings, Services& services) {
  ProjectRequest request{.directory = services.directory(),
                         .no_sources_package = settings.no_sources_package,
                         .no_sources = settings.no_sources,
                         .command_line_indexes = {},
                         .other_indexes = {},
                         .now = services.clock().now()};
  for (const IndexDefinition& definition : settings.indexes.definitions)
    (definition.origin == IndexOrigin::command_line ? request.command_line_indexes
                                                    : request.other_indexes)
        .push_back(definition);
  TRY(Project project, read_project(request));
  for (const std::string& warning : project.warnings) services.printer().warn(warning);
  for (const std::string& notice : project.notices) services.printer().warn(notice);
  return project;
}

/// The versions for this machine alone, as long as there is no lockfile.
Result<Resolution> resolve_for(const Project& project, const ProjectSelection& selection,
                               const Settings& settings, const ResolutionTarget& target,
                               const ResolverOptions& options, Services& services) {
  ResolveInput input = resolve_input(settings, target, services);
  input.requirements = selected_requirements(project, selection);
  for (const ProjectMember& member : project.members) {
    input.direct.push_back(distribution_of(member));
    input.members.insert(member.name);
  }
  if (const ProjectMember* member = project.current_member()) input.project = member->name;
  input.constraints = project.constraints;
  input.overrides = project.overrides;
  input.excludes = project.excludes;
  input.conflicts = project.conflicts;
  return resolve_packages(input, options, services);
}

void say_environment(const ProjectEnvironment& environment, Services& services) {
  Printer& printer = services.printer();
  const fs::path shown = environment.path.lexically_relative(services.directory());
  const std::string place = escape_foreign(
      shown.empty() || *shown.begin() == ".." ? environment.path.string() : shown.string());
  switch (environment.state) {
    case ProjectEnvironment::State::usable:
      printer.say(fmt::format("Would use project environment at: {}", place));
      return;
    case ProjectEnvironment::State::to_create:
    case ProjectEnvironment::State::to_replace:
      printer.say(fmt::format("Using {} interpreter at: {}", environment.interpreter.display_name(),
                              escape_foreign(environment.interpreter.base_executable.string())));
      printer.say(fmt::format(
          "Would {} project environment at: {}",
          environment.state == ProjectEnvironment::State::to_create ? "create" : "replace", place));
  }
}

/// Whether the same command line means the same again: nothing is to be asked or done anew, nothing
/// came from a path that has no fixed contents.
bool answers_again(const SyncOptions& options, const Settings& settings,
                   const EnvironmentChange& change, Services& services) {
  const GlobalOptions& global = services.options();
  if (global.verbose > 0 || global.quiet > 0 || global.json || settings.no_cache) return false;
  if (options.resolver.refresh || !options.resolver.refresh_package.empty()) return false;
  if (settings.upgrade || !settings.upgrade_package.empty()) return false;
  if (settings.reinstall || !settings.reinstall_package.empty()) return false;
  return std::ranges::none_of(change.wanted, [](const WantedPackage& package) {
    return package.direct_url || !package.wheel.path.empty();
  });
}

Result<void> leave_stamp(const ProjectEnvironment& environment, Services& services) {
  TRY(const Cache* const cache, services.cache());
  StampRun::finish(environment.path,
                   {environment.path / "pyvenv.cfg", environment.interpreter.executable,
                    environment.interpreter.base_executable},
                   cache->root());
  return {};
}

}  // namespace

Result<ExitCode> sync_command(const SyncOptions& options, Services& services) {
  TRY(const SettingsLayer layer, settings_layer({.index = &options.index,
                                                 .resolver = &options.resolver,
                                                 .build = &options.build,
                                                 .installer = &options.installer},
                                                services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(const Project project, project_of(*settings, services));
  TRY(const ProjectSelection selection, select(project, options.selection));
  TRY(const OmittedPackages omitted, omitted_packages(project, selection, options.omission));
  TRY(ProjectEnvironment environment,
      project_environment(project, options.python, options.active, services));
  TRY(const ResolutionTarget target,
      resolution_target(environment.interpreter, std::nullopt, options.python_platform));

  const bool only_plan = options.dry_run || options.check;
  if (only_plan) say_environment(environment, services);
  TRY(const Resolution resolution,
      resolve_for(project, selection, *settings, target, options.resolver, services));
  EnvironmentChange change{.wanted = {},
                           .plan = {},
                           .install = {},
                           .indexes = &settings->indexes,
                           .dry_run = options.dry_run,
                           .check = options.check};
  TRY(change.wanted,
      wanted_packages(resolution, {.packages = omitted.names, .local = omitted.local}));
  change.plan.exact = !options.inexact;
  change.plan.reinstall_all = settings->reinstall;
  change.plan.reinstall = settings->reinstall_package;
  change.install.link_mode = link_mode_of(settings->link_mode);
  change.install.deny_startup_hooks = options.installer.deny_hooks;
  if (only_plan && environment.state != ProjectEnvironment::State::usable)
    return plan_new_environment(std::move(change), services);
  TRY_OK(make_environment(environment, project, services));
  const bool can_be_stamped = !only_plan && answers_again(options, *settings, change, services);
  TRY(const ExitCode code,
      change_environment(std::move(change), environment.interpreter, services));
  if (can_be_stamped && code == ExitCode::success) TRY_OK(leave_stamp(environment, services));
  return code;
}

}  // namespace axle
