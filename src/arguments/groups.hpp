// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "arguments/options.hpp"

// The options that several commands share, each group bound to its struct.
namespace axle {

/// `--no-editable` and `--no-editable-package` of what is installed.
void add_no_editable(CLI::App& command, bool& none, std::vector<std::string>& packages);

void add_global_options(CLI::App& app, GlobalOptions& options);
void add_index_options(CLI::App& command, IndexOptions& options);
/// Indexes, choice of versions and builds, as project commands have them: `--no-build-package`,
/// `--no-binary-package`.
void add_project_settings(CLI::App& command, SettingsFlags& flags);
/// The same as pip has them: `--no-binary NAME`, `--only-binary NAME`.
void add_pip_settings(CLI::App& command, SettingsFlags& flags);
void add_installer_options(CLI::App& command, InstallerFlags& options);
/// Extras and groups, for all members of the workspace.
void add_extras_and_groups(CLI::App& command, SelectionOptions& options);
/// The same, and which members.
void add_selection_options(CLI::App& command, SelectionOptions& options);
void add_omission_options(CLI::App& command, OmissionOptions& options);
/// What `export` leaves out; the names of `sync`'s options mean the same.
void add_emission_options(CLI::App& command, EmissionOptions& options);
void add_lock_flags(CLI::App& command, LockFlags& options);
/// A lock that must not change is not upgraded, nor is one that is taken as it is. Requires: the
/// options for both have been added.
void forbid_upgrades(CLI::App& command);
/// Extras and groups of a pylock.toml.
void add_pylock_options(CLI::App& command, PylockOptions& options);
/// `--torch-backend`, of the `pip` commands that resolve.
void add_torch_backend(CLI::App& command, ResolverOptions& options);
/// `--profile` of the same commands: the machine that `--torch-backend auto` asks.
void add_backend_profile(CLI::App& command, std::optional<std::string>& profile);
void add_pip_target(CLI::App& command, PipTarget& options);
/// The same with `--target` and `--prefix`.
void add_pip_place(CLI::App& command, PipTarget& options);
void add_python(CLI::App& command, std::optional<std::string>& python);
void add_python_platform(CLI::App& command, std::optional<std::string>& platform);
void add_python_version(CLI::App& command, std::optional<std::string>& version);

}  // namespace axle
