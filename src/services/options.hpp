// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

// What a caller asks for, as it was written: one struct for each group of options. Nothing is
// looked up or checked here but the form.
namespace axle {

/// What holds for a whole run, whatever the command is.
struct RunOptions {
  int verbose = 0;
  std::optional<std::string> directory;
  std::optional<std::string> project;  ///< where the project is looked for, in place of `directory`
  std::optional<std::string> cache_dir;
  bool no_cache = false;
  std::optional<bool> offline;
  std::optional<std::string> config_file;
  bool no_config = false;
  std::vector<std::string> allow_insecure_host;
  bool system_certs = false;
  std::optional<bool> preview;
  std::vector<std::string> preview_features;  ///< names, or several with commas
  std::optional<std::string> python_preference;
};

/// Which indexes exist.
struct IndexOptions {
  std::vector<std::string> index;  ///< `URL` or `name=URL`
  std::optional<std::string> default_index;
  std::optional<std::string> index_url;  ///< the same where `default_index` is not given
  std::vector<std::string> extra_index_url;
  std::vector<std::string> find_links;
  bool no_index = false;
  std::optional<std::string> index_strategy;
  std::optional<std::string> keyring_provider;
};

/// Which versions are chosen.
struct ResolverOptions {
  std::optional<std::string> resolution;
  std::optional<std::string> prerelease;
  bool pre = false;
  std::vector<std::string> prerelease_package;  ///< `package=mode`
  std::optional<std::string> fork_strategy;
  std::optional<std::string> exclude_newer;
  std::vector<std::string> exclude_newer_package;  ///< `package=limit`
  std::optional<bool> upgrade;  ///< nothing: as settings say; so of the others without a value
  std::vector<std::string> upgrade_package;
  std::vector<std::string> upgrade_group;  ///< of commands of a project
  bool no_sources = false;
  std::vector<std::string> no_sources_package;
  bool refresh = false;
  std::vector<std::string> refresh_package;
  std::optional<std::string> torch_backend;  ///< of `pip` only
};

struct BuildFlags {
  std::optional<bool> no_build, no_binary;
  std::vector<std::string> no_build_package;
  std::vector<std::string> no_binary_package;
  std::vector<std::string> pip_no_binary;    ///< `pip`: names, `:all:`, `:none:`
  std::vector<std::string> pip_only_binary;  ///< the same
  std::optional<bool> no_build_isolation;
  std::vector<std::string> no_build_isolation_package;
  std::vector<std::string> config_settings;          ///< `key=value`
  std::vector<std::string> config_settings_package;  ///< `package:key=value`
  std::vector<std::string> build_constraints;        ///< files
};

/// How packages get into an environment.
struct InstallerFlags {
  std::optional<std::string> link_mode;
  std::optional<bool> reinstall;
  std::vector<std::string> reinstall_package;
  bool deny_hooks = false;
  std::optional<bool> compile_bytecode, allow_overlap;
};

/// What a command line can say about the settings; the base of every such command's options. A
/// command binds the groups that it has, the others say nothing.
struct SettingsFlags {
  IndexOptions index;
  ResolverOptions resolver;
  BuildFlags build;
  InstallerFlags installer;
};

/// Which extras and groups of a project.
struct SelectionOptions {
  std::vector<std::string> extras, no_extras;
  bool all_extras = false;
  std::vector<std::string> groups, no_groups, only_groups;
  bool all_groups = false, no_default_groups = false, no_dev = false, only_dev = false;
  std::vector<std::string> packages;  ///< members of the workspace
  bool all_packages = false;
  std::optional<std::string> accelerator;  ///< one of the project's, or `auto`
  std::optional<std::string> profile;      ///< a recorded machine in place of this one
};

/// Which packages are left out of an installation.
struct OmissionOptions {
  bool no_install_project = false, no_install_workspace = false, no_install_local = false;
  std::vector<std::string> no_install_package;
  bool only_project = false, only_workspace = false, only_local = false;
  std::vector<std::string> only_packages;
};

/// Which packages are left out of an export.
struct EmissionOptions {
  bool no_project = false, no_workspace = false, no_local = false;
  bool only_project = false, only_workspace = false, only_local = false;
  std::vector<std::string> no_packages, only_packages;
};

/// How the lockfile is treated.
struct LockFlags {
  bool locked = false;
  bool frozen = false;
  bool no_locked = false, no_frozen = false;  ///< switch UV_LOCKED and UV_FROZEN off
};

/// Where `axle pip` works.
struct PipTarget {
  std::optional<std::string> python;
  bool system = false;
  bool break_system_packages = false;
  std::optional<std::string> target, prefix;  ///< a directory to install to, flat or as a prefix
};

/// What is taken of a pylock.toml.
struct PylockOptions {
  std::vector<std::string> extras, groups, only_groups;
  bool all_extras = false;

  bool is_empty() const {
    return extras.empty() && groups.empty() && only_groups.empty() && !all_extras;
  }
};

/// What `axle pip install` and `axle pip sync` have in common.
struct PipChangeOptions : SettingsFlags {
  PylockOptions pylock;
  std::vector<std::string> constraints;
  bool require_hashes = false, no_verify_hashes = false, dry_run = false;
  std::optional<std::string> python_version, python_platform;
  std::optional<std::string> profile;  ///< a recorded machine to choose the torch backend for
  PipTarget target;
};

struct PipInstallOptions : PipChangeOptions {
  std::vector<std::string> packages, requirements, overrides, excludes, editables;
  bool no_deps = false, exact = false;
};

struct PipSyncOptions : PipChangeOptions {
  std::vector<std::string> files;
  bool allow_empty = false;
};

/// `axle plan`.
struct PlanSelection : SettingsFlags {
  SelectionOptions selection;
  LockFlags lock;
  std::optional<std::string> python, python_version, python_platform;
};

struct SyncOptions : SettingsFlags {
  SelectionOptions selection;
  OmissionOptions omission;
  LockFlags lock;
  bool inexact = false, dry_run = false, check = false, active = false;
  bool no_editable = false;
  std::vector<std::string> no_editable_packages;
  bool require_hashes = false;
  std::optional<std::string> python, script;
  std::optional<std::string> python_platform;
  std::optional<std::string> max_download;  ///< "3GB"
};

struct BuildCommandOptions : SettingsFlags {
  std::optional<std::string> source;  ///< a folder or a source distribution
  std::vector<std::string> packages;  ///< members of the workspace
  bool all_packages = false, sdist = false, wheel = false, clear = false;
  bool no_create_gitignore = false, no_build_logs = false;
  bool force_pep517 = false;  ///< said for uv: here a backend is always run
  std::optional<std::string> out_dir, python;
};

}  // namespace axle
