// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <iostream>

#include "arguments/accelerator_commands.hpp"
#include "arguments/cache_commands.hpp"
#include "arguments/exclusions.hpp"
#include "arguments/groups.hpp"
#include "arguments/opposites.hpp"
#include "arguments/pip_commands.hpp"
#include "arguments/project_commands.hpp"
#include "arguments/project_life.hpp"
#include "arguments/variables.hpp"
#include "base/try.hpp"
#include "cli/commands/accelerator_commands.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/completions.hpp"
#include "cli/commands/manual.hpp"
#include "cli/commands/plumbing.hpp"

namespace axle {
namespace {

struct PlumbingOptions {};

Result<ExitCode> plumbing_command(const PlumbingOptions&, Session&) {
  return static_cast<ExitCode>(run_plumbing(std::cin, std::cout));
}

}  // namespace

CommandLine::CommandLine(std::string_view first, bool is_alone)
    : first_(first),
      is_alone_(is_alone && (first == "lock" || first == "sync")),  // neither requires an argument
      app_(
          "axle: resolver and installer for Python projects whose wheels depend on the "
          "accelerator") {
  app_.name("axle");
  app_.set_version_flag("-V,--version", "axle " AXLE_VERSION);
  app_.require_subcommand(0, 1);
  app_.fallthrough();
  if (!is_alone_) {
    add_global_options(app_, global_);
    add_opposites(app_);
  }
  // A global option may come first: then the command is not known yet and everything is made.
  if (!first_.empty() && first_[0] == '-') first_ = everything;
  add_project_commands();
  add_arms_commands();
  add_pip_commands();
  add_machine_commands();
  add_other_commands();
}

Result<void> CommandLine::complete(CLI::App& command, bool is_pip, Session& session) {
  settle_opposites(command);
  TRY_OK(refuse_exclusions(command));
  TRY_OK(apply_variables(command, session.environment()));
  if (const auto warning = overruled_variable(command, session.environment()))
    session.printer().warn(*warning);
  if (is_pip) {
    TRY(const std::vector<PipOption> options, session.pip_options());
    TRY_OK(apply_pip_options(command, options));
  }
  TRY_OK(refuse_uv_options(command));
  std::vector<std::string> idle = idle_options(command);
  for (std::string& name : idle_uv_options(command)) idle.push_back(std::move(name));
  for (const std::string& name : idle)
    session.printer().warn(fmt::format("the option `{}` is known, but has no effect here", name));
  return {};
}

Result<void> CommandLine::complete_globals(const Environment& environment) {
  settle_opposites(app_);
  return apply_variables(app_, environment);
}

void CommandLine::prepare(CLI::App& command) { command.fallthrough(); }

CLI::App& CommandLine::add_group(const std::string& name, const std::string& description) {
  CLI::App* group = app_.add_subcommand(name, description);
  group->require_subcommand(1);
  prepare(*group);
  return *group;
}

void CommandLine::add_project_commands() {
  add_command<InitOptions>(app_, "init", "Begin a project", init_options, init_command);
  add_command<MigrateOptions>(app_, "migrate",
                              "Turn a project of Poetry, pipenv or pip into one of uv's form",
                              migrate_options, migrate_command);
  add_command<AddOptions>(app_, "add", "Add dependencies to the project", add_options,
                          axle::add_command);
  add_command<RemoveOptions>(app_, "remove", "Remove dependencies from the project", remove_options,
                             remove_command);
  add_command<RunProgramOptions>(app_, "run", "Run a program in the project's environment",
                                 run_options, run_program_command);
  add_command<VersionOptions>(app_, "version", "Say or set the project's version", version_options,
                              version_command);
  add_command<SyncOptions>(app_, "sync", "Make the project's environment what the project needs",
                           sync_options, sync_command);
  add_command<VerifyOptions>(app_, "verify",
                             "Hold the environment's files against what was installed",
                             verify_options, verify_command);
  add_command<HistoryOptions>(app_, "history", "List the generations of the environment",
                              history_options, history_command);
  add_command<RollbackOptions>(app_, "rollback", "Go back to a generation, without the network",
                               rollback_options, rollback_command);
  add_command<LockOptions>(app_, "lock", "Bring the project's lockfile up to date", lock_options,
                           lock_command);
  add_command<BuildCommandOptions>(app_, "build", "Build source distributions and wheels",
                                   build_options, build_command);
  add_command<ExportOptions>(app_, "export", "Write the lockfile in another format", export_options,
                             export_command);
  add_command<TreeOptions>(app_, "tree", "Show what needs what", tree_options, tree_command);
  add_command<PlanCommandOptions>(app_, "plan",
                                  "Show what each accelerator would download, and how much",
                                  plan_options, plan_command);
  add_command<WhyOptions>(app_, "why", "Show what a package is needed for", why_options,
                          why_command);
}

void CommandLine::add_arms_commands() {
  CLI::App& accelerators = add_group("accelerators", "Work on the accelerators of a project");
  if (!is_wanted("accelerators")) return;
  add_command<LockOptions>(accelerators, "expand",
                           "Print what `accelerators` means in uv's words: extras, conflicts, "
                           "sources and indexes",
                           lock_options, accelerators_expand_command);
  add_command<CollapseOptions>(
      accelerators, "collapse",
      "Put `accelerators` in the place of conflicting extras in pyproject.toml", collapse_options,
      accelerators_collapse_command);
}

void CommandLine::add_pip_commands() {
  CLI::App& pip = add_group("pip", "Work on an environment as pip does");
  if (!is_wanted("pip")) return;
  add_command<PipInstallOptions>(pip, "install", "Install packages", pip_install_options,
                                 pip_install_command);
  add_command<PipSyncOptions>(pip, "sync", "Make an environment exactly what files list",
                              pip_sync_options, pip_sync_command);
  add_command<PipCompileOptions>(pip, "compile", "Resolve requirements to pinned versions",
                                 pip_compile_options, pip_compile_command);
  add_command<PipUninstallOptions>(pip, "uninstall", "Remove packages", pip_uninstall_options,
                                   pip_uninstall_command);
  add_command<PipListOptions>(pip, "list", "List the packages of an environment", pip_list_options,
                              pip_list_command);
  pip.get_subcommand("list")->alias("ls");
  add_command<PipListOptions>(pip, "freeze", "List the packages of an environment as requirements",
                              pip_freeze_options, pip_freeze_command);
  add_command<PipShowOptions>(pip, "show", "Show what is known of packages", pip_show_options,
                              pip_show_command);
  add_command<PipCheckOptions>(pip, "check",
                               "Check that the packages of an environment suit each other",
                               pip_check_options, pip_check_command);
  add_command<PipTreeOptions>(pip, "tree", "Show the packages of an environment as a tree",
                              pip_tree_options, pip_tree_command);
}

void CommandLine::add_machine_commands() {
  CLI::App& accelerator = add_group("accelerator", "What this machine's accelerators can run");
  if (is_wanted("accelerator"))
    add_command<AcceleratorShowOptions>(accelerator, "show",
                                        "Show the machine and the build of PyTorch it would get",
                                        accelerator_show_options, accelerator_show_command);
  add_command<DoctorOptions>(app_, "doctor",
                             "Find what keeps accelerators from being used, and say what to do",
                             doctor_options, doctor_command);
  add_command<CheckOptions>(app_, "check",
                            "Check that what is built against torch goes with it, and name the "
                            "least change",
                            check_options, check_command);
  CLI::App& profile = add_group("profile", "Machines that are not here, as files");
  if (!is_wanted("profile")) return;
  add_command<ProfileCaptureOptions>(profile, "capture", "Write down this machine",
                                     profile_capture_options, profile_capture_command);
  add_command<ProfileShowOptions>(profile, "show", "Show a recorded machine", profile_show_options,
                                  profile_show_command);
  add_command<ProfileListOptions>(
      profile, "list", "List the machines that axle brings", [](CLI::App&, ProfileListOptions&) {},
      profile_list_command);
}

void CommandLine::add_other_commands() {
  add_command<VenvCommandOptions>(app_, "venv", "Make a virtual environment", venv_options,
                                  venv_command);
  CLI::App& python = add_group("python", "Find and choose Pythons");
  if (is_wanted("python")) {
    add_command<PythonFindOptions>(python, "find", "Say which Python would be used",
                                   python_find_options, python_find_command);
    add_command<PythonListOptions>(python, "list", "List the Pythons of this machine",
                                   python_list_options, python_list_command);
    add_command<PythonPinOptions>(python, "pin", "Say or choose the Python of a directory",
                                  python_pin_options, python_pin_command);
  }
  CLI::App& cache = add_group("cache", "Look after the cache");
  if (is_wanted("cache")) {
    add_command<CacheCommandOptions>(cache, "dir", "Say where the cache is", cache_options,
                                     cache_dir_command);
    add_command<CacheCommandOptions>(cache, "size", "Say how many bytes it holds", cache_options,
                                     cache_size_command);
    add_command<CacheCommandOptions>(cache, "clean",
                                     "Remove all of it, or what belongs to some packages",
                                     cache_clean_options, cache_clean_command);
    cache.get_subcommand("clean")->alias("clear");
    add_command<CacheCommandOptions>(cache, "verify", "Read every file of the wheels in it",
                                     cache_verify_options, cache_verify_command);
    add_command<CacheCommandOptions>(cache, "prune", "Remove what no run will use again",
                                     cache_prune_options, cache_prune_command);
  }
  CLI::App& self = add_group("self", "About axle itself");
  if (is_wanted("self"))
    add_command<SelfVersionOptions>(self, "version", "Say axle's version", self_version_options,
                                    self_version_command);
  add_command<CompletionsOptions>(app_, "completions",
                                  "Print a completion script: bash, zsh or fish",
                                  completions_options, completions_command);
  add_command<ManualOptions>(app_, "manual", "Print the manual page: `axle manual | man -l -`",
                             manual_options, manual_command);
  add_command<PlumbingOptions>(
      app_, "plumbing", "Answer questions about the packaging standards, one JSON object a line",
      [](CLI::App&, PlumbingOptions&) {}, plumbing_command);
}

}  // namespace axle
