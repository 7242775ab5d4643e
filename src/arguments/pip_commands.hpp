// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "arguments/options.hpp"

// The options of `axle pip`.
namespace axle {

void pip_install_options(CLI::App& command, PipInstallOptions& options);
void pip_sync_options(CLI::App& command, PipSyncOptions& options);
void pip_compile_options(CLI::App& command, PipCompileOptions& options);
void pip_uninstall_options(CLI::App& command, PipUninstallOptions& options);
void pip_list_options(CLI::App& command, PipListOptions& options);
void pip_freeze_options(CLI::App& command, PipListOptions& options);
void pip_show_options(CLI::App& command, PipShowOptions& options);
void pip_check_options(CLI::App& command, PipCheckOptions& options);
void pip_tree_options(CLI::App& command, PipTreeOptions& options);

}  // namespace axle
