// SPDX-License-Identifier: MIT
#include "arguments/groups.hpp"

#include <cstdint>
#include <map>

namespace axle {
namespace {

/// A flag that says nothing unless it is given; CLI11 itself would count it from zero.
CLI::Option* add_switch(CLI::App& command, const std::string& names, std::optional<bool>& value,
                        const std::string& description) {
  return command.add_flag_function(
      names, [&value](std::int64_t count) { value = count > 0; }, description);
}

}  // namespace

void add_global_options(CLI::App& app, GlobalOptions& options) {
  const std::string group = "Global options";
  app.add_flag("-v,--verbose", options.verbose, "Say what is done; twice for more")->group(group);
  app.add_flag("-q,--quiet", options.quiet, "Only warnings and errors; twice: only errors")
      ->group(group);
  static const std::map<std::string, ColorChoice> colors{{"auto", ColorChoice::automatic},
                                                         {"always", ColorChoice::always},
                                                         {"never", ColorChoice::never}};
  app.add_option("--color", options.color, "Colours: auto, always, never")
      ->transform(CLI::CheckedTransformer(colors).description(""))
      ->group(group);
  app.add_flag("--no-progress", options.no_progress, "No progress bars")->group(group);
  app.add_flag("--json", options.json, "Data and errors as JSON")->group(group);
  app.add_option("--directory", options.directory, "Work in this directory")->group(group);
  app.add_option("--project", options.project, "Look for the project in this directory")
      ->group(group);
  app.add_option("--cache-dir", options.cache_dir, "Where downloads are kept (AXLE_CACHE_DIR)")
      ->group(group);
  app.add_flag_callback(
         "--no-color", [&options] { options.color = ColorChoice::never; }, "As --color never")
      ->group(group);
  app.add_flag("-n,--no-cache,--no-cache-dir", options.no_cache,
               "Use a cache that ends with this run")
      ->group(group);
  add_switch(app, "--offline", options.offline, "Do not use the network")->group(group);
  CLI::Option* only = app.add_flag_callback(
      "--managed-python", [&options] { options.python_preference = "only-managed"; },
      "Use only Pythons that uv has fetched");
  CLI::Option* none = app.add_flag_callback(
      "--no-managed-python", [&options] { options.python_preference = "only-system"; },
      "Use no Python that uv has fetched");
  CLI::Option* preference =
      app.add_option("--python-preference", options.python_preference,
                     "Pythons that uv has fetched: only-managed, managed, system or only-system");
  only->excludes(preference)->trigger_on_parse()->group(group);
  none->excludes(preference)->trigger_on_parse()->group(group);
  preference->group(group);
  app.add_option("--config-file", options.config_file, "Read settings from this file only")
      ->group(group);
  app.add_flag("--no-config", options.no_config, "Read no configuration files")->group(group);
  app.add_option("--allow-insecure-host", options.allow_insecure_host,
                 "Allow plain http and unchecked certificates of this host")
      ->allow_extra_args(false)
      ->group(group);
  add_switch(app, "--preview", options.preview, "Write the leaner lock of uv's preview")
      ->group(group);
  app.add_option("--preview-features", options.preview_features,
                 "Single features of uv's preview; `lock-without-metadata` acts here")
      ->allow_extra_args(false)
      ->group(group);
  app.add_flag("--system-certs,--native-tls", options.system_certs,
               "Accepted for uv's sake: axle always uses the system's certificates")
      ->group(group);
}

void add_index_options(CLI::App& command, IndexOptions& options) {
  const std::string group = "Index options";
  command
      .add_option("--index", options.index,
                  "An index beside the default one: URL or name=URL; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command
      .add_option("--default-index", options.default_index, "The default index, in place of PyPI")
      ->group(group);
  command
      .add_option("-i,--index-url", options.index_url,
                  "The same, for this run only where the project is changed")
      ->group(group);
  command
      .add_option("--extra-index-url", options.extra_index_url,
                  "An index beside the default one; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command
      .add_option("-f,--find-links", options.find_links,
                  "A page or directory of files to choose from too; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command.add_flag("--no-index", options.no_index, "Use no index, only --find-links")->group(group);
  command
      .add_option("--index-strategy", options.index_strategy,
                  "first-index, unsafe-first-match or unsafe-best-match")
      ->group(group);
  command
      .add_option("--keyring-provider", options.keyring_provider,
                  "disabled, or subprocess: ask `keyring` for the password of an index")
      ->group(group);
}

namespace {

void add_resolver_options(CLI::App& command, ResolverOptions& options) {
  const std::string group = "Resolver options";
  command.add_option("--resolution", options.resolution, "highest, lowest or lowest-direct")
      ->group(group);
  command
      .add_option("--prerelease", options.prerelease,
                  "disallow, allow, if-necessary, explicit or if-necessary-or-explicit")
      ->group(group);
  command.add_flag("--pre", options.pre, "As --prerelease allow")->group(group);
  command
      .add_option("--prerelease-package", options.prerelease_package,
                  "The same for one package: NAME=MODE")
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("--fork-strategy", options.fork_strategy, "requires-python or fewest")
      ->group(group);
  command
      .add_option("--exclude-newer", options.exclude_newer,
                  "Ignore files uploaded at or after this moment")
      ->group(group);
  command
      .add_option("--exclude-newer-package", options.exclude_newer_package,
                  "The same for one package: NAME=MOMENT")
      ->allow_extra_args(false)
      ->group(group);
  add_switch(command, "-U,--upgrade", options.upgrade,
             "Do not keep versions that are locked or installed")
      ->group(group);
  command
      .add_option("-P,--upgrade-package", options.upgrade_package,
                  "The same for one package; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command.add_flag("--no-sources", options.no_sources, "Ignore tool.uv.sources")->group(group);
  command
      .add_option("--no-sources-package", options.no_sources_package, "The same for one package")
      ->allow_extra_args(false)
      ->group(group);
  command.add_flag("--refresh", options.refresh, "Ask again for everything in the cache")
      ->group(group);
  command.add_option("--refresh-package", options.refresh_package, "The same for one package")
      ->allow_extra_args(false)
      ->group(group);
}

void add_how_to_build(CLI::App& command, BuildFlags& options) {
  const std::string group = "Build options";
  add_switch(command, "--no-build-isolation", options.no_build_isolation,
             "Build in the environment itself, with what is installed there")
      ->group(group);
  command
      .add_option("--no-build-isolation-package", options.no_build_isolation_package,
                  "The same for one package")
      ->allow_extra_args(false)
      ->group(group);
  command
      .add_option("-C,--config-setting,--config-settings", options.config_settings,
                  "KEY=VALUE for the build backend; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command
      .add_option("--config-settings-package,--config-setting-package",
                  options.config_settings_package, "The same for one package: PACKAGE:KEY=VALUE")
      ->allow_extra_args(false)
      ->group(group);
}

void add_build_options(CLI::App& command, BuildFlags& options) {
  const std::string group = "Build options";
  add_how_to_build(command, options);
  add_switch(command, "--no-build", options.no_build, "Use only wheels")->group(group);
  command
      .add_option("--no-build-package", options.no_build_package, "Use only wheels of this package")
      ->allow_extra_args(false)
      ->group(group);
  add_switch(command, "--no-binary", options.no_binary, "Use no wheels")->group(group);
  command
      .add_option("--no-binary-package", options.no_binary_package, "Use no wheels of this package")
      ->allow_extra_args(false)
      ->group(group);
}

void add_pip_build_options(CLI::App& command, BuildFlags& options) {
  const std::string group = "Build options";
  add_how_to_build(command, options);
  command
      .add_option("--build-constraints,--build-constraint", options.build_constraints,
                  "Limit versions of build requirements by this file")
      ->allow_extra_args(false)
      ->group(group);
  add_switch(command, "--no-build", options.no_build, "As --only-binary :all:")->group(group);
  command
      .add_option("--no-binary", options.pip_no_binary,
                  "Use no wheels of this package, or :all:, or :none:")
      ->allow_extra_args(false)
      ->group(group);
  command
      .add_option("--only-binary", options.pip_only_binary,
                  "Use only wheels of this package, or :all:, or :none:")
      ->allow_extra_args(false)
      ->group(group);
}

}  // namespace

void add_project_settings(CLI::App& command, SettingsFlags& flags) {
  add_index_options(command, flags.index);
  add_resolver_options(command, flags.resolver);
  command
      .add_option("--upgrade-group", flags.resolver.upgrade_group,
                  "The same for what a dependency group asks for")
      ->allow_extra_args(false)
      ->group("Resolver options");
  add_build_options(command, flags.build);
}

void add_pip_settings(CLI::App& command, SettingsFlags& flags) {
  add_index_options(command, flags.index);
  add_resolver_options(command, flags.resolver);
  add_torch_backend(command, flags.resolver);
  add_pip_build_options(command, flags.build);
}

void add_installer_options(CLI::App& command, InstallerFlags& options) {
  const std::string group = "Installer options";
  command.add_option("--link-mode", options.link_mode, "clone, copy, hardlink or symlink")
      ->group(group);
  add_switch(command, "--reinstall,--force-reinstall", options.reinstall,
             "Install again what is there")
      ->group(group);
  command.add_option("--reinstall-package", options.reinstall_package, "The same for one package")
      ->allow_extra_args(false)
      ->group(group);
  command
      .add_flag("--deny-hooks", options.deny_hooks,
                "Refuse wheels whose files run whenever Python starts (.pth, sitecustomize)")
      ->group(group);
  command
      .add_flag_callback(
          "--compile-bytecode,--compile", [&options] { options.compile_bytecode = true; },
          "Compile what is installed to byte code (UV_COMPILE_BYTECODE)")
      ->trigger_on_parse()
      ->group(group);
  command
      .add_flag_callback(
          "--no-compile-bytecode,--no-compile", [&options] { options.compile_bytecode = false; },
          "Leave that to Python, as is the default")
      ->trigger_on_parse()
      ->group(group);
  command
      .add_flag_callback(
          "--allow-overlap", [&options] { options.allow_overlap = true; },
          "Of packages with one file and other contents let the last by name win")
      ->group(group);
}

void add_extras_and_groups(CLI::App& command, SelectionOptions& options) {
  const std::string group = "Selection";
  command.add_option("--extra", options.extras, "Include this extra; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command.add_flag("--all-extras", options.all_extras, "Include every extra")->group(group);
  command.add_option("--no-extra", options.no_extras, "Leave this extra out of --all-extras")
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("--group", options.groups, "Include this dependency group; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command.add_option("--no-group", options.no_groups, "Leave this dependency group out")
      ->allow_extra_args(false)
      ->group(group);
  command
      .add_option("--only-group", options.only_groups,
                  "Only this dependency group, without the project")
      ->allow_extra_args(false)
      ->group(group);
  command.add_flag("--all-groups", options.all_groups, "Include every dependency group")
      ->group(group);
  command
      .add_flag("--no-default-groups", options.no_default_groups, "Leave the default groups out")
      ->group(group);
  command.add_flag("--no-dev", options.no_dev, "Leave the group dev out")->group(group);
  command.add_flag("--only-dev", options.only_dev, "Only the group dev, without the project")
      ->group(group);
  command.add_flag_callback(
             "--dev", [] {}, "Include the group dev, as is the default")
      ->group(group);
  command
      .add_option("--accelerator", options.accelerator,
                  "The accelerator to choose packages for, such as cpu or cu126; auto asks the "
                  "machine (AXLE_ACCELERATOR)")
      ->group(group);
  command
      .add_option("--profile", options.profile,
                  "A recorded machine to choose the accelerator for: a name of `axle profile "
                  "list`, a file or a folder")
      ->group(group);
}

void add_selection_options(CLI::App& command, SelectionOptions& options) {
  const std::string group = "Selection";
  add_extras_and_groups(command, options);
  command
      .add_option("--package", options.packages,
                  "For this member of the workspace; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command.add_flag("--all-packages", options.all_packages, "For all members of the workspace")
      ->group(group);
}

void add_no_editable(CLI::App& command, bool& none, std::vector<std::string>& packages) {
  command.add_flag("--no-editable", none, "Install the project and members as usual packages");
  command.add_option("--no-editable-package", packages, "The same for one package")
      ->allow_extra_args(false);
}

void add_omission_options(CLI::App& command, OmissionOptions& options) {
  const std::string group = "Selection";
  command
      .add_flag("--no-install-project", options.no_install_project,
                "Do not install the project itself")
      ->group(group);
  command
      .add_flag("--no-install-workspace", options.no_install_workspace,
                "Do not install members of the workspace")
      ->group(group);
  command
      .add_flag("--no-install-local", options.no_install_local,
                "Do not install what comes from local paths")
      ->group(group);
  command
      .add_option("--no-install-package", options.no_install_package,
                  "Do not install this package; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command
      .add_flag("--only-install-project", options.only_project, "Install only the project itself")
      ->group(group);
  command
      .add_flag("--only-install-workspace", options.only_workspace,
                "Install only the members of the workspace")
      ->group(group);
  command
      .add_flag("--only-install-local", options.only_local,
                "Install only what comes from local paths")
      ->group(group);
  command
      .add_option("--only-install-package", options.only_packages,
                  "Install only this package; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
}

void add_emission_options(CLI::App& command, EmissionOptions& options) {
  const std::string group = "Selection";
  const auto flag = [&](const std::string& names, bool& value, const std::string& description) {
    command.add_flag(names, value, description)->group(group);
  };
  const auto names = [&](const std::string& option, std::vector<std::string>& value,
                         const std::string& description) {
    command.add_option(option, value, description)->allow_extra_args(false)->group(group);
  };
  flag("--no-emit-project,--no-install-project", options.no_project, "Leave the project out");
  flag("--no-emit-workspace,--no-install-workspace", options.no_workspace,
       "Leave the members of the workspace out");
  flag("--no-emit-local,--no-install-local", options.no_local,
       "Leave out what comes from local paths");
  names("--no-emit-package,--no-install-package", options.no_packages,
        "Leave this package out; may be repeated");
  flag("--only-emit-project,--only-install-project", options.only_project, "Only the project");
  flag("--only-emit-workspace,--only-install-workspace", options.only_workspace,
       "Only the members of the workspace");
  flag("--only-emit-local,--only-install-local", options.only_local,
       "Only what comes from local paths");
  names("--only-emit-package,--only-install-package", options.only_packages,
        "Only this package; may be repeated");
}

void add_lock_flags(CLI::App& command, LockFlags& options) {
  auto* locked =
      command
          .add_flag("--locked", options.locked, "Fail if the lockfile is missing or out of date")
          ->group("Lockfile");
  command.add_flag("--frozen", options.frozen, "Use the lockfile as it is")
      ->excludes(locked)
      ->group("Lockfile");
  command.add_flag("--no-locked", options.no_locked, "Not even if UV_LOCKED is set")
      ->group("Lockfile");
  command.add_flag("--no-frozen", options.no_frozen, "Not even if UV_FROZEN is set")
      ->group("Lockfile");
}

void forbid_upgrades(CLI::App& command) {
  for (const char* flag : {"--locked", "--frozen"})
    command.get_option("--upgrade")->excludes(command.get_option(flag));
}

void add_pylock_options(CLI::App& command, PylockOptions& options) {
  const std::string group = "Selection";
  command
      .add_option("--extra", options.extras,
                  "Include this extra of the pylock.toml; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command.add_flag("--all-extras", options.all_extras, "Include every extra of the pylock.toml")
      ->group(group);
  command
      .add_option("--group", options.groups,
                  "Include this dependency group of the pylock.toml; may be repeated")
      ->allow_extra_args(false)
      ->group(group);
  command
      .add_option("--only-group", options.only_groups,
                  "The same, without the groups that are included by default")
      ->allow_extra_args(false)
      ->group(group);
}

void add_torch_backend(CLI::App& command, ResolverOptions& options) {
  command
      .add_option("--torch-backend", options.torch_backend,
                  "Take torch and its family from this accelerator's index: cpu, cu126, rocm6.4, "
                  "xpu …, or auto for what the machine can run (UV_TORCH_BACKEND)")
      ->group("Index options");
}

void add_backend_profile(CLI::App& command, std::optional<std::string>& profile) {
  command
      .add_option("--profile", profile,
                  "A recorded machine to choose the torch backend for, auto if none is named: a "
                  "name of `axle profile list`, a file or a folder")
      ->group("Index options");
}

void add_pip_target(CLI::App& command, PipTarget& options) {
  add_python(command, options.python);
  command
      .add_flag("--system", options.system,
                "Work on the system's Python, not on a virtual environment")
      ->group("Python");
  command
      .add_flag("--break-system-packages", options.break_system_packages,
                "Change even an installation that its owner manages")
      ->group("Python");
}

void add_pip_place(CLI::App& command, PipTarget& options) {
  add_pip_target(command, options);
  command
      .add_option("-t,--target", options.target,
                  "Work in this directory: modules at its top, scripts in its `bin`")
      ->group("Python");
  command
      .add_option("--prefix", options.prefix,
                  "Work below this directory, as below an environment's")
      ->group("Python");
}

void add_python(CLI::App& command, std::optional<std::string>& python) {
  command
      .add_option("-p,--python", python,
                  "A version (3.12, >=3.10), a path, or the name of a program (UV_PYTHON)")
      ->group("Python");
}

void add_python_platform(CLI::App& command, std::optional<std::string>& platform) {
  command
      .add_option("--python-platform", platform,
                  "The platform to choose for, such as linux, macos, aarch64-manylinux_2_28")
      ->group("Python");
}

void add_python_version(CLI::App& command, std::optional<std::string>& version) {
  command.add_option("--python-version", version, "The Python version to choose for, such as 3.12")
      ->group("Python");
}

}  // namespace axle
