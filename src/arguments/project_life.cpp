// SPDX-License-Identifier: MIT
#include "arguments/project_life.hpp"

#include "arguments/groups.hpp"

namespace axle {
namespace {

void add_list(CLI::App& command, ListOptions& options) {
  auto* dev = command.add_flag("--dev", options.dev, "The dependency group `dev`");
  auto* optional =
      command.add_option("--optional", options.optional, "The extra of this name")->excludes(dev);
  command.add_option("--group", options.group, "The dependency group of this name")
      ->excludes(dev)
      ->excludes(optional);
}

void add_follow_up(CLI::App& command, FollowUpOptions& options) {
  command.add_flag("--no-sync", options.no_sync, "Lock, but leave the environment as it is");
  command.add_flag("--active", options.active,
                   "Work on the active virtual environment instead of the project's");
  command.add_option("--package", options.package, "Edit this member of the workspace");
  add_omission_options(command, options.omission);
  add_lock_flags(command, options.lock);
  add_python(command, options.python);
  add_project_settings(command, options);
  add_installer_options(command, options.installer);
  forbid_upgrades(command);
}

CLI::Option* add_many(CLI::App& command, const std::string& names, std::vector<std::string>& values,
                      const std::string& description) {
  return command.add_option(names, values, description)->allow_extra_args(false);
}

}  // namespace

void init_options(CLI::App& command, InitOptions& options) {
  command.footer(
      "Examples:\n"
      "  axle init my-project\n"
      "  axle init --lib --build-backend hatch\n"
      "  axle init --bare\n"
      "  axle init --script job.py");
  command.add_option("PATH", options.path, "The directory of the project, or the script");
  auto* name =
      command.add_option("--name", options.name, "The project's name, if not the directory's");
  command.add_flag("--bare", options.bare, "Only a pyproject.toml");
  auto* package = command.add_flag("--package", options.package,
                                   "A package with a build system, as is the default");
  auto* no_package =
      command.add_flag("--no-package", options.no_package, "An application without one");
  auto* flat = command.add_flag_callback(
      "--virtual", [&options] { options.no_package = true; }, "As --no-package");
  flat->excludes(package);
  auto* app =
      command.add_flag("--app,--application", options.app, "An application, as is the default");
  auto* lib = command.add_flag("--lib,--library", options.lib, "A library")
                  ->excludes(app)
                  ->excludes(no_package)
                  ->excludes(flat);
  auto* script = command.add_flag("--script", options.script, "A script with inline metadata")
                     ->excludes(app)
                     ->excludes(lib)
                     ->excludes(package)
                     ->excludes(name);
  auto* description = command.add_option("--description", options.description, "What it is");
  script->excludes(description);
  command.add_flag("--no-description", options.no_description, "No description")
      ->excludes(description);
  command.add_option("--vcs", options.vcs, "git or none")
      ->check(CLI::IsMember({"git", "none"}).description(""))
      ->excludes(script);
  command
      .add_option("--build-backend", options.build_backend,
                  "uv, hatch, flit, pdm, poetry, setuptools, maturin or scikit")
      ->excludes(no_package)
      ->excludes(script);
  command.add_flag("--no-readme", options.no_readme, "No README.md");
  command.add_option("--author-from", options.author_from, "auto, git or none")
      ->check(CLI::IsMember({"auto", "git", "none"}).description(""));
  auto* no_pin = command.add_flag("--no-pin-python", options.no_pin_python, "No .python-version");
  command
      .add_flag_callback(
          "--pin-python", [&options] { options.no_pin_python = false; },
          "A .python-version, as is the default")
      ->excludes(no_pin);
  command.add_flag("--no-workspace,--no-project", options.no_workspace,
                   "Apart from a workspace that it lies in");
  add_python(command, options.python);
}

void migrate_options(CLI::App& command, MigrateOptions& options) {
  command.footer(
      "Rewrites pyproject.toml; what has no equivalent is named.\n"
      "\n"
      "Examples:\n"
      "  axle migrate --dry-run\n"
      "  axle migrate && axle lock\n"
      "  axle migrate requirements/base.in requirements/dev.in");
  command.add_option("FILE", options.files,
                     "pyproject.toml, Pipfile or requirements files; what is here if none");
  command.add_flag("--dry-run", options.dry_run, "Only show what would change");
  add_python(command, options.python);
}

void python_find_options(CLI::App& command, PythonFindOptions& options) {
  auto* request =
      command.add_option("REQUEST", options.request, "A version, a range, a path, or a name");
  command.add_flag("--no-project", options.no_project, "Without a look at the project");
  command.add_flag("--system", options.system, "Not in virtual environments");
  command.add_option("--script", options.script, "The Python for this script")->excludes(request);
  command.add_flag("--show-version", options.show_version, "Its version instead of its path");
  command.add_flag("--resolve-links", options.resolve_links, "Where links lead");
}

void python_list_options(CLI::App& command, PythonListOptions& options) {
  command.add_option("REQUEST", options.request, "Only those that answer this");
  command.add_flag_callback("--only-installed", [] {}, "As ever: axle downloads none");
  command.add_option("--output-format", options.output_format, "text or json")
      ->check(CLI::IsMember({"text", "json"}).description(""));
}

void python_pin_options(CLI::App& command, PythonPinOptions& options) {
  command.footer(
      "Examples:\n"
      "  axle python pin 3.12\n"
      "  axle python pin\n"
      "  axle python pin --rm");
  command.add_option("REQUEST", options.request, "What to write; without it, what is written");
  command.add_flag("--resolved", options.resolved, "Write the path of the Python that is found");
  command.add_flag("--no-project", options.no_project, "Even if the project does not support it");
  command.add_flag("--global", options.global, "For all projects of this user");
  command.add_flag("--rm", options.remove, "Remove the file");
}

void add_options(CLI::App& command, AddOptions& options) {
  command.footer(
      "Examples:\n"
      "  axle add torch numpy\n"
      "  axle add 'torch>=2.5' --index pytorch-cu128=https://download.pytorch.org/whl/cu128\n"
      "  axle add --dev pytest\n"
      "  axle add --optional plots matplotlib\n"
      "  axle add ./packages/library\n"
      "  axle add git+https://github.com/psf/requests --tag v2.32.0\n"
      "  axle add --script job.py rich");
  command.add_option("PACKAGE", options.packages,
                     "What to add: requirements, URLs, repositories, or paths");
  add_many(command, "-r,--requirements,--requirement", options.requirements,
           "Add what this requirements file lists");
  add_many(command, "-c,--constraints,--constraint", options.constraints,
           "Limit versions by this file, for this time only");
  add_list(command, options.list);
  command.add_option("-m,--marker", options.marker, "Where it is needed: an environment marker");
  add_many(command, "--extra", options.extras, "An extra of what is added; may be repeated");
  command.add_flag("--raw,--raw-sources", options.raw,
                   "Write it as it is given, without bounds and sources");
  command.add_option("--bounds", options.bounds,
                     "How versions are limited: lower, major, minor or exact");
  command
      .add_flag_callback(
          "--editable", [&options] { options.editable = true; }, "Install a directory as editable")
      ->trigger_on_parse();
  command
      .add_flag_callback(
          "--no-editable", [&options] { options.editable = false; },
          "Install a directory as a usual package, and say so in its source")
      ->trigger_on_parse();
  auto* rev = command.add_option("--rev", options.rev, "The commit of a repository");
  auto* tag = command.add_option("--tag", options.tag, "The tag of a repository")->excludes(rev);
  command.add_option("--branch", options.branch, "The branch of a repository")
      ->excludes(rev)
      ->excludes(tag);
  command.add_flag("--lfs", options.lfs, "Fetch the large files of a repository too");
  command.add_flag("--workspace", options.workspace, "Make a directory a member of the workspace");
  command.add_flag("--no-workspace", options.no_workspace,
                   "Keep a directory out of the workspace, and name it by its path");
  add_follow_up(command, options);
  auto* script =
      command.add_option("--script", options.script, "Add to this script instead of the project");
  for (const char* other : {"--dev", "--optional", "--group", "--package", "--workspace"})
    script->excludes(command.get_option(other));
}

void remove_options(CLI::App& command, RemoveOptions& options) {
  command.footer(
      "Examples:\n"
      "  axle remove torch\n"
      "  axle remove --dev pytest\n"
      "  axle remove --script job.py rich");
  command.add_option("PACKAGE", options.packages, "What to remove")->required();
  add_list(command, options.list);
  auto* script = command.add_option("--script", options.script,
                                    "Remove from this script instead of the project");
  for (const char* other : {"--dev", "--optional", "--group"})
    script->excludes(command.get_option(other));
  add_follow_up(command, options);
}

void run_options(CLI::App& command, RunProgramOptions& options) {
  command.footer(
      "Options of axle stand before the command, those behind it are the command's.\n"
      "Examples:\n"
      "  axle run python -c 'import torch; print(torch.__version__)'\n"
      "  axle run train.py --epochs 3\n"
      "  axle run --with ipython ipython\n"
      "  axle run --extra cu124 -m my_package\n"
      "  axle run script_with_inline_metadata.py");
  add_extras_and_groups(command, options.selection);
  add_many(command, "--package", options.selection.packages, "Sync this member of the workspace");
  command.add_flag("--all-packages", options.selection.all_packages, "Sync all members");
  command.add_flag("-m,--module", options.module, "The command is a module of Python");
  command.add_flag("-s,--script", options.script, "The command is a script of Python");
  command.add_flag("--gui-script", options.gui_script,
                   "The same for one without a console, where the system tells them apart");
  add_many(command, "-w,--with", options.with,
           "A package to run with, or several with commas; may be repeated");
  add_many(command, "--with-editable", options.with_editable, "The same, from a directory");
  add_many(command, "--with-requirements", options.with_requirements,
           "What this requirements file lists, to run with");
  add_many(command, "--env-file", options.env_files, "Set variables from this file (UV_ENV_FILE)");
  command.add_flag("--no-env-file", options.no_env_file, "Set none from files");
  command.add_flag("--isolated", options.isolated, "Run in an environment of this run only");
  command.add_flag("--active", options.active,
                   "Work on the active virtual environment instead of the project's");
  command.add_flag("--no-sync", options.no_sync, "Leave the environment as it is");
  add_no_editable(command, options.no_editable, options.no_editable_packages);
  command.add_flag("--exact", options.exact, "Remove packages that the project does not need");
  command.add_flag_callback(
      "--inexact", [&options] { options.exact = false; }, "Keep them, as is the default");
  command.add_flag("--no-project", options.no_project, "Run without a look at the project")
      ->excludes(command.get_option("--package"));
  add_lock_flags(command, options.lock);
  add_python(command, options.python);
  add_python_platform(command, options.python_platform);
  add_project_settings(command, options);
  add_installer_options(command, options.installer);
  forbid_upgrades(command);
}

void self_version_options(CLI::App& command, SelfVersionOptions& options) {
  command.add_flag("--short", options.is_short, "Only the version");
  command.add_option("--output-format", options.output_format, "text or json")
      ->check(CLI::IsMember({"text", "json"}).description(""));
}

void version_options(CLI::App& command, VersionOptions& options) {
  command.footer(
      "Examples:\n"
      "  axle version\n"
      "  axle version 1.0.0\n"
      "  axle version --bump minor\n"
      "  axle version --bump patch --bump rc");
  auto* value = command.add_option("VERSION", options.value, "The version to set");
  add_many(command, "--bump", options.bumps,
           "Raise a part: major, minor, patch, stable, alpha, beta, rc, post or dev; PART=NUMBER "
           "sets it")
      ->excludes(value);
  command.add_flag("--short", options.is_short, "Only the version");
  command.add_flag("--dry-run", options.dry_run, "Only say what the version would be");
  command.add_option("--output-format", options.output_format, "text or json")
      ->check(CLI::IsMember({"text", "json"}).description(""));
  add_follow_up(command, options);
}

}  // namespace axle
