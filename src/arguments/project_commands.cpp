// SPDX-License-Identifier: MIT
#include "arguments/project_commands.hpp"

#include "arguments/groups.hpp"

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

}  // namespace

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
  command.add_flag("--no-project", options.no_project,
                   "Make `.venv` also where the project has its environment elsewhere");
  add_python(command, options.python);
}

}  // namespace axle
