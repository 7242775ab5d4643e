// SPDX-License-Identifier: MIT
#include "cli/arguments/commands.hpp"

#include <fmt/format.h>

#include <iostream>

#include "base/try.hpp"
#include "cli/arguments/exclusions.hpp"
#include "cli/arguments/groups.hpp"
#include "cli/arguments/opposites.hpp"
#include "cli/arguments/project_life.hpp"
#include "cli/arguments/variables.hpp"
#include "cli/commands/accelerator_commands.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/completions.hpp"
#include "cli/commands/manual.hpp"
#include "cli/commands/plumbing.hpp"

namespace axle {
namespace {

/// `option` cannot be given together with any of `others`. All have been added.
void forbid(CLI::App& command, const char* option, std::initializer_list<const char*> others) {
  for (const char* other : others) command.get_option(option)->excludes(command.get_option(other));
}

void add_max_download(CLI::App& command, std::optional<std::string>& limit) {
  command.add_option("--max-download", limit,
                     "Fail if more than this would be downloaded, such as 500MB or 3GB");
}

void sync_options(CLI::App& command, SyncOptions& options) {
  add_no_editable(command, options.no_editable, options.no_editable_packages);
  add_selection_options(command, options.selection);
  add_omission_options(command, options.omission);
  command.add_option("--script", options.script, "The environment of this script instead");
  command.add_flag("--inexact", options.inexact, "Keep packages that the project does not need");
  command.add_flag_callback(
      "--exact", [&options] { options.inexact = false; },
      "Remove packages that the project does not need, as is the default");
  command.add_flag("--dry-run", options.dry_run, "Only say what would be done");
  command.add_flag("--check", options.check, "Fail if anything would have to be done");
  command.add_flag("--require-hashes", options.require_hashes,
                   "Refuse what the lockfile has no hash of, or only MD5");
  add_max_download(command, options.max_download);
  command.add_flag("--active", options.active,
                   "Work on the active virtual environment instead of the project's");
  add_lock_flags(command, options.lock);
  add_python(command, options.python);
  add_python_platform(command, options.python_platform);
  add_project_settings(command, options);
  add_installer_options(command, options.installer);
  forbid_upgrades(command);
}

void lock_options(CLI::App& command, LockOptions& options) {
  command.add_option("--script", options.script, "Lock this script instead: SCRIPT.lock");
  command.add_flag("--check", options.check, "Fail if the lockfile is missing or out of date");
  command.add_flag("--dry-run", options.dry_run, "Only say what would change");
  command.add_option("--profile", options.profile,
                     "Tell which accelerator this recorded machine would get: a name of `axle "
                     "profile list`, a file or a folder");
  add_lock_flags(command, options.lock);
  add_python(command, options.python);
  add_project_settings(command, options);
  // `lock --frozen` only looks whether the file can be read, whatever else is asked.
  forbid(command, "--locked", {"--upgrade", "--dry-run"});
  forbid(command, "--check", {"--upgrade", "--dry-run", "--frozen"});
}

void export_options(CLI::App& command, ExportOptions& options) {
  command.add_option("--format", options.format, "requirements.txt, pylock.toml or cyclonedx1.5");
  command.add_option("-o,--output-file", options.output_file, "Write to this file too");
  command.add_option("--script", options.script, "Export the lock of this script instead");
  command.add_flag("--no-header", options.no_header, "No comment at the top");
  command.add_flag("--no-hashes", options.no_hashes,
                   "No hashes; a pylock.toml has them all the same");
  command.add_flag("--no-annotate", options.no_annotate, "No comments about what needs what");
  command.add_flag("--emit-index-url", options.emit_index_url,
                   "Write `--index-url` and `--extra-index-url` lines");
  command.add_flag("--emit-find-links", options.emit_find_links, "Write `--find-links` lines");
  command.add_option("--prune", options.prune, "Leave this package out, and what only it needs")
      ->allow_extra_args(false);
  command.add_flag("--no-editable", options.no_editable, "Write editable packages as usual ones");
  command
      .add_option("--no-editable-package", options.no_editable_packages, "The same for one package")
      ->allow_extra_args(false);
  command.add_flag_callback(
      "--editable", [&options] { options.no_editable = false; },
      "Write editable packages as editable, as is the default");
  command.add_flag_callback(
      "--hashes", [&options] { options.no_hashes = false; }, "Write hashes, as is the default");
  add_selection_options(command, options.selection);
  add_emission_options(command, options.emission);
  add_lock_flags(command, options.lock);
  add_python(command, options.python);
  add_project_settings(command, options);
  forbid_upgrades(command);
}

void build_options(CLI::App& command, BuildCommandOptions& options) {
  command.footer(
      "Without --sdist and --wheel: the source distribution, then the wheel from it.\n\n"
      "Examples:\n"
      "  axle build                      both, into dist/\n"
      "  axle build --wheel -o out       the wheel alone, into out/\n"
      "  axle build --all-packages       every member of the workspace\n"
      "  axle build demo-1.0.tar.gz --wheel");
  command.add_option("SRC", options.source,
                     "A folder or a source distribution; this folder if none");
  command.add_option("--package", options.packages, "Build this member of the workspace")
      ->allow_extra_args(false);
  command.add_flag("--all-packages,--all", options.all_packages, "Build every member");
  forbid(command, "--all-packages", {"--package"});
  command.add_option("-o,--out-dir", options.out_dir, "Where the files go; dist/ if not stated");
  command.add_flag("--sdist", options.sdist, "Build a source distribution");
  command.add_flag("--wheel", options.wheel, "Build a wheel");
  command.add_flag("--clear", options.clear, "Empty the output folder first");
  command.add_flag("--no-create-gitignore", options.no_create_gitignore,
                   "Write no .gitignore into the output folder");
  command.add_flag("--no-build-logs", options.no_build_logs, "Do not show what backends print");
  command.add_flag("--force-pep517", options.force_pep517,
                   "Always run the backend; which is always so here");
  command
      .add_option("-b,--build-constraints,--build-constraint", options.build.build_constraints,
                  "Limit versions of build requirements by this file")
      ->allow_extra_args(false);
  add_python(command, options.python);
  add_project_settings(command, options);
}

void tree_options(CLI::App& command, TreeOptions& options) {
  command.footer("Every extra of the members is shown, unless --extra names some.");
  command.add_option("-d,--depth", options.depth, "How deep to go; not beyond 255 if not stated")
      ->check(CLI::Range(0U, 255U).description(""));
  command.add_flag("--invert,--reverse", options.invert, "Show what needs each package");
  command.add_option("--package", options.packages, "Begin at this package; may be repeated")
      ->allow_extra_args(false);
  command.add_option("--prune", options.prune, "Leave this package out")->allow_extra_args(false);
  command.add_flag("--universal", options.universal, "For all platforms, not for this one");
  command.add_option("--script", options.script, "Show the packages of this script instead");
  command.add_flag("--no-dedupe", options.no_dedupe, "Show repeated packages in full");
  command.add_flag("--outdated", options.outdated, "Show the latest version of what is older");
  command.add_flag("--show-sizes", options.show_sizes, "Show the size of each wheel");
  add_extras_and_groups(command, options.selection);
  add_lock_flags(command, options.lock);
  add_python(command, options.python);
  add_python_version(command, options.python_version);
  add_python_platform(command, options.python_platform);
  add_project_settings(command, options);
  forbid_upgrades(command);
}

void why_options(CLI::App& command, WhyOptions& options) {
  command.add_option("PACKAGE", options.package, "The package to explain")->required();
  command.footer(
      "Every extra and group is looked at, unless options name some; so is every platform.");
  add_extras_and_groups(command, options.selection);
  add_lock_flags(command, options.lock);
  add_python(command, options.python);
  add_python_version(command, options.python_version);
  add_python_platform(command, options.python_platform);
  add_index_options(command, options.index);
}

void plan_options(CLI::App& command, PlanCommandOptions& options) {
  command.footer(
      "Every accelerator of the project is shown, or the one that --accelerator names or that the "
      "machine of --profile would get. Nothing is fetched but what locking needs.");
  add_max_download(command, options.max_download);
  add_selection_options(command, options.selection);
  add_lock_flags(command, options.lock);
  add_python(command, options.python);
  add_python_version(command, options.python_version);
  add_python_platform(command, options.python_platform);
  add_project_settings(command, options);
}

void add_constraints(CLI::App& command, std::vector<std::string>& files) {
  command.add_option("-c,--constraints,--constraint", files, "Limit versions by this file")
      ->allow_extra_args(false);
}

void add_overrides(CLI::App& command, std::vector<std::string>& files) {
  command.add_option("--overrides,--override", files, "Replace requirements by those of this file")
      ->allow_extra_args(false);
}

void add_excludes(CLI::App& command, std::vector<std::string>& files) {
  command.add_option("--excludes,--exclude", files, "Leave the packages of this file out")
      ->allow_extra_args(false);
}

/// What is taken of a `pyproject.toml`.
void add_project_part(CLI::App& command, std::vector<std::string>& extras, bool& all_extras,
                      std::vector<std::string>& groups) {
  const std::string group = "Selection";
  command
      .add_option("--extra", extras, "Include this extra of the pyproject.toml; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command.add_flag("--all-extras", all_extras, "Include every extra of the pyproject.toml")
      ->group(group);
  command
      .add_option("--group", groups,
                  "Include this dependency group: NAME, or PATH:NAME of another pyproject.toml")
      ->allow_extra_args(false)
      ->group(group);
}

/// What `pip install` and `pip sync` have in common.
void add_pip_change(CLI::App& command, PipChangeOptions& options) {
  add_constraints(command, options.constraints);
  command.add_flag("--require-hashes", options.require_hashes,
                   "Refuse what has no hash in the files");
  command.add_flag("--no-verify-hashes", options.no_verify_hashes,
                   "Do not check hashes of requirements files");
  command.add_flag("--dry-run", options.dry_run, "Only say what would be done");
  add_pylock_options(command, options.pylock);
  add_pip_place(command, options.target);
  add_python_version(command, options.python_version);
  add_python_platform(command, options.python_platform);
  add_pip_settings(command, options);
  add_installer_options(command, options.installer);
}

void install_options(CLI::App& command, PipInstallOptions& options) {
  add_backend_profile(command, options.profile);
  command.add_option("PACKAGE", options.packages,
                     "What to install: requirements, URLs or paths of wheels");
  command
      .add_option("-r,--requirements,--requirement", options.requirements,
                  "Install what this file lists: a requirements file or a pylock.toml; a "
                  "pyproject.toml stands for its dependencies")
      ->allow_extra_args(false);
  add_overrides(command, options.overrides);
  add_excludes(command, options.excludes);
  command
      .add_option("-e,--editable", options.editables,
                  "Install this folder so that changes in it show")
      ->allow_extra_args(false);
  command.add_flag("--no-deps", options.no_deps, "Only the packages themselves");
  command.add_flag("--exact", options.exact, "Remove everything else");
  add_pip_change(command, options);
}

void pip_sync_options(CLI::App& command, PipSyncOptions& options) {
  add_backend_profile(command, options.profile);
  command.add_option("FILE", options.files, "Requirements files, or a pylock.toml")->required();
  command.add_flag("--allow-empty-requirements", options.allow_empty,
                   "Empty the environment if the files are empty");
  add_pip_change(command, options);
}

/// What the output of `pip compile` looks like.
void compile_output_options(CLI::App& command, PipCompileOptions& options) {
  const std::string group = "Output";
  const auto flag = [&](const std::string& names, bool& value, const std::string& description) {
    command.add_flag(names, value, description)->group(group);
  };
  command
      .add_option("-o,--output-file", options.output_file, "Write to this file; its pins are kept")
      ->group(group);
  command.add_option("--format", options.format, "requirements.txt or pylock.toml")->group(group);
  flag("--generate-hashes", options.generate_hashes, "With the hashes of all files");
  flag("--no-header", options.no_header, "No comment at the top");
  flag("--no-annotate", options.no_annotate, "No comments about what needs what");
  command
      .add_option("--annotation-style", options.annotation_style,
                  "line or split: these comments behind each package, or below it")
      ->group(group);
  command
      .add_option("--custom-compile-command", options.custom_compile_command,
                  "What the comment at the top says (UV_CUSTOM_COMPILE_COMMAND)")
      ->group(group);
  flag("--no-strip-extras", options.no_strip_extras, "Keep extras in the output");
  flag("--no-strip-markers", options.no_strip_markers, "Keep markers in the output");
  flag("--emit-index-url", options.emit_index_url,
       "Write `--index-url` and `--extra-index-url` lines");
  flag("--emit-find-links", options.emit_find_links, "Write `--find-links` lines");
  flag("--emit-build-options", options.emit_build_options,
       "Write `--no-binary` and `--only-binary` lines");
  flag("--emit-index-annotation", options.emit_index_annotation,
       "Say which index each package is from");
  flag("--emit-marker-expression", options.emit_marker_expression,
       "Say for which machines and Pythons the pins hold");
  command
      .add_option("--no-emit-package,--unsafe-package", options.no_emit_packages,
                  "Leave this package out of the output")
      ->allow_extra_args(false)
      ->group(group);
}

void compile_options(CLI::App& command, PipCompileOptions& options) {
  add_backend_profile(command, options.profile);
  command.add_option("FILE", options.files,
                     "Requirements files or a pyproject.toml; `-` is standard input");
  add_constraints(command, options.constraints);
  add_overrides(command, options.overrides);
  add_excludes(command, options.excludes);
  add_project_part(command, options.extras, options.all_extras, options.groups);
  auto* universal =
      command.add_flag("--universal", options.universal, "For all platforms, with markers");
  command.add_flag("--no-deps", options.no_deps, "Only the packages themselves");
  compile_output_options(command, options);
  add_python(command, options.python);
  command
      .add_flag("--system", options.system,
                "Resolve for the system's Python, not for a virtual environment's")
      ->group("Python");
  add_python_version(command, options.python_version);
  add_python_platform(command, options.python_platform);
  command.get_option("--python-platform")->excludes(universal);
  add_pip_settings(command, options);
}

void uninstall_options(CLI::App& command, PipUninstallOptions& options) {
  command.add_option("PACKAGE", options.packages, "What to remove");
  command
      .add_option("-r,--requirements,--requirement", options.requirements,
                  "Remove what this file lists")
      ->allow_extra_args(false);
  command.add_flag("--dry-run", options.dry_run, "Only say what would be done");
  command.add_flag_callback("-y,--yes", [] {}, "Accepted for pip's sake: axle never asks");
  add_pip_place(command, options.target);
}

void list_options(CLI::App& command, PipListOptions& options) {
  command.add_option("--format", options.format, "columns, freeze or json");
  command.add_option("--exclude", options.exclude, "Leave this package out")
      ->allow_extra_args(false);
  command.add_flag("-e,--editable", options.editable, "Only editable packages");
  command.add_flag("--exclude-editable", options.exclude_editable, "No editable packages");
  add_pip_place(command, options.target);
}

void freeze_options(CLI::App& command, PipListOptions& options) {
  command.add_option("--exclude", options.exclude, "Leave this package out")
      ->allow_extra_args(false);
  command.add_flag("--exclude-editable", options.exclude_editable, "No editable packages");
  add_pip_place(command, options.target);
}

void show_options(CLI::App& command, PipShowOptions& options) {
  command.add_option("PACKAGE", options.packages, "What to show")->required();
  command.add_flag("-f,--files", options.files, "List the files too");
  add_pip_place(command, options.target);
}

void check_options(CLI::App& command, PipCheckOptions& options) {
  add_pip_place(command, options.target);
  add_python_version(command, options.python_version);
  add_python_platform(command, options.python_platform);
}

void pip_tree_options(CLI::App& command, PipTreeOptions& options) {
  command.add_option("--package", options.packages, "Begin at this package")
      ->allow_extra_args(false);
  command.add_option("--prune", options.prune, "Leave this package out")->allow_extra_args(false);
  command.add_option("-d,--depth", options.depth, "How deep to go");
  command.add_flag("--invert", options.invert, "Show what needs each package");
  command.add_flag("--no-dedupe", options.no_dedupe, "Show repeated packages in full");
  command.add_flag("--show-version-specifiers", options.show_version_specifiers,
                   "Show which versions are asked for");
  add_pip_place(command, options.target);
}

void venv_options(CLI::App& command, VenvCommandOptions& options) {
  command.add_option("PATH", options.path, "Where to make it; `.venv` if not stated");
  command.add_option("--prompt", options.prompt,
                     "What activated shells show; `.` is the directory's name");
  command.add_flag("-c,--clear", options.clear, "Replace an environment that is there");
  command.add_flag("--force", options.force, "With --clear: replace a directory that is none, too");
  command.add_flag("--allow-existing", options.allow_existing,
                   "Keep what is there, such as the packages of an environment");
  command.add_flag("--system-site-packages", options.system_site_packages,
                   "See the packages of the installation too");
  command.add_flag("--relocatable", options.relocatable, "Scripts find their own place");
  command.add_flag("--seed", options.seed,
                   "With pip in it; for Python before 3.12 with setuptools and wheel too");
  add_index_options(command, options.index);
  command.add_flag_callback("--no-project", [] {}, "Accepted for uv's sake");
  add_python(command, options.python);
}

void clean_options(CLI::App& command, CacheCommandOptions& options) {
  command.add_option("PACKAGE", options.packages, "Only what belongs to these packages");
}

void no_options(CLI::App&, CacheCommandOptions&) {}

void prune_options(CLI::App& command, CacheCommandOptions& options) {
  command.add_flag("--ci", options.ci,
                   "Remove what can be fetched again too, so that a CI cache stays small");
}

void cache_verify_options(CLI::App& command, CacheCommandOptions& options) {
  command.add_flag("--fix", options.fix, "Remove what is damaged; it is fetched again when needed");
}

void verify_options(CLI::App& command, VerifyOptions& options) {
  command.add_flag("--fix", options.fix, "Install damaged packages of the project's lock again");
  add_pip_target(command, options.target);
}

void history_options(CLI::App& command, HistoryOptions& options) {
  add_pip_target(command, options.target);
}

void rollback_options(CLI::App& command, RollbackOptions& options) {
  command.add_option("GENERATION", options.generation,
                     "Its number in `axle history`; the one before, if not stated");
  command.add_flag("--dry-run", options.dry_run, "Only say what would be done");
  add_pip_target(command, options.target);
}

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
      "Put `accelerators` in the place of conflicting extras in pyproject.toml",
      [](CLI::App& command, CollapseOptions& options) {
        command.add_flag("--dry-run", options.dry_run, "Only print what the file would be");
      },
      accelerators_collapse_command);
}

void CommandLine::add_pip_commands() {
  CLI::App& pip = add_group("pip", "Work on an environment as pip does");
  if (!is_wanted("pip")) return;
  add_command<PipInstallOptions>(pip, "install", "Install packages", install_options,
                                 pip_install_command);
  add_command<PipSyncOptions>(pip, "sync", "Make an environment exactly what files list",
                              pip_sync_options, pip_sync_command);
  add_command<PipCompileOptions>(pip, "compile", "Resolve requirements to pinned versions",
                                 compile_options, pip_compile_command);
  add_command<PipUninstallOptions>(pip, "uninstall", "Remove packages", uninstall_options,
                                   pip_uninstall_command);
  add_command<PipListOptions>(pip, "list", "List the packages of an environment", list_options,
                              pip_list_command);
  pip.get_subcommand("list")->alias("ls");
  add_command<PipListOptions>(pip, "freeze", "List the packages of an environment as requirements",
                              freeze_options, pip_freeze_command);
  add_command<PipShowOptions>(pip, "show", "Show what is known of packages", show_options,
                              pip_show_command);
  add_command<PipCheckOptions>(pip, "check",
                               "Check that the packages of an environment suit each other",
                               check_options, pip_check_command);
  add_command<PipTreeOptions>(pip, "tree", "Show the packages of an environment as a tree",
                              pip_tree_options, pip_tree_command);
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
    add_command<CacheCommandOptions>(cache, "dir", "Say where the cache is", no_options,
                                     cache_dir_command);
    add_command<CacheCommandOptions>(cache, "size", "Say how many bytes it holds", no_options,
                                     cache_size_command);
    add_command<CacheCommandOptions>(cache, "clean",
                                     "Remove all of it, or what belongs to some packages",
                                     clean_options, cache_clean_command);
    cache.get_subcommand("clean")->alias("clear");
    add_command<CacheCommandOptions>(cache, "verify", "Read every file of the wheels in it",
                                     cache_verify_options, cache_verify_command);
    add_command<CacheCommandOptions>(cache, "prune", "Remove what no run will use again",
                                     prune_options, cache_prune_command);
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
