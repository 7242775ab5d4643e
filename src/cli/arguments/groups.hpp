// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "cli/options.hpp"

// The options that several commands share, each group bound to its struct.
namespace axle {

void add_global_options(CLI::App& app, GlobalOptions& options);
void add_index_options(CLI::App& command, IndexOptions& options);
void add_resolver_options(CLI::App& command, ResolverOptions& options);
/// `--no-build-package` and `--no-binary-package`, as project commands have them.
void add_build_options(CLI::App& command, BuildFlags& options);
/// `--no-binary NAME` and `--only-binary NAME`, as pip has them.
void add_pip_build_options(CLI::App& command, BuildFlags& options);
void add_installer_options(CLI::App& command, InstallerFlags& options);
void add_selection_options(CLI::App& command, SelectionOptions& options);
void add_omission_options(CLI::App& command, OmissionOptions& options);
void add_lock_flags(CLI::App& command, LockFlags& options);
void add_pip_target(CLI::App& command, PipTarget& options);
void add_python(CLI::App& command, std::optional<std::string>& python);
void add_python_platform(CLI::App& command, std::optional<std::string>& platform);
void add_python_version(CLI::App& command, std::optional<std::string>& version);

}  // namespace axle
