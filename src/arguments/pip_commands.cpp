// SPDX-License-Identifier: MIT
#include "arguments/pip_commands.hpp"

#include "arguments/groups.hpp"

namespace axle {
namespace {

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

}  // namespace

void pip_install_options(CLI::App& command, PipInstallOptions& options) {
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

void pip_compile_options(CLI::App& command, PipCompileOptions& options) {
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

void pip_uninstall_options(CLI::App& command, PipUninstallOptions& options) {
  command.add_option("PACKAGE", options.packages, "What to remove");
  command
      .add_option("-r,--requirements,--requirement", options.requirements,
                  "Remove what this file lists")
      ->allow_extra_args(false);
  command.add_flag("--dry-run", options.dry_run, "Only say what would be done");
  command.add_flag_callback("-y,--yes", [] {}, "Accepted for pip's sake: axle never asks");
  add_pip_place(command, options.target);
}

void pip_list_options(CLI::App& command, PipListOptions& options) {
  command.add_option("--format", options.format, "columns, freeze or json");
  command.add_option("--exclude", options.exclude, "Leave this package out")
      ->allow_extra_args(false);
  command.add_flag("-e,--editable", options.editable, "Only editable packages");
  command.add_flag("--exclude-editable", options.exclude_editable, "No editable packages");
  add_pip_place(command, options.target);
}

void pip_freeze_options(CLI::App& command, PipListOptions& options) {
  command.add_option("--exclude", options.exclude, "Leave this package out")
      ->allow_extra_args(false);
  command.add_flag("--exclude-editable", options.exclude_editable, "No editable packages");
  add_pip_place(command, options.target);
}

void pip_show_options(CLI::App& command, PipShowOptions& options) {
  command.add_option("PACKAGE", options.packages, "What to show")->required();
  command.add_flag("-f,--files", options.files, "List the files too");
  add_pip_place(command, options.target);
}

void pip_check_options(CLI::App& command, PipCheckOptions& options) {
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

}  // namespace axle
