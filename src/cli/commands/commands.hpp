// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/services.hpp"

// Each command is one function: what was asked for in, the exit code out; on its way it says what
// it does. Errors are shown by app.
namespace axle {

Result<ExitCode> sync_command(const SyncOptions& options, Services& services);
Result<ExitCode> lock_command(const LockOptions& options, Services& services);
Result<ExitCode> export_command(const ExportOptions& options, Services& services);
Result<ExitCode> tree_command(const TreeOptions& options, Services& services);
Result<ExitCode> why_command(const WhyOptions& options, Services& services);
Result<ExitCode> pip_install_command(const PipInstallOptions& options, Services& services);
Result<ExitCode> pip_sync_command(const PipSyncOptions& options, Services& services);
Result<ExitCode> pip_compile_command(const PipCompileOptions& options, Services& services);
Result<ExitCode> pip_uninstall_command(const PipUninstallOptions& options, Services& services);
Result<ExitCode> pip_list_command(const PipListOptions& options, Services& services);
Result<ExitCode> pip_freeze_command(const PipListOptions& options, Services& services);
Result<ExitCode> pip_show_command(const PipShowOptions& options, Services& services);
Result<ExitCode> pip_check_command(const PipCheckOptions& options, Services& services);
Result<ExitCode> pip_tree_command(const PipTreeOptions& options, Services& services);
Result<ExitCode> venv_command(const VenvCommandOptions& options, Services& services);
Result<ExitCode> cache_dir_command(const CacheCommandOptions& options, Services& services);
Result<ExitCode> cache_clean_command(const CacheCommandOptions& options, Services& services);
Result<ExitCode> cache_prune_command(const CacheCommandOptions& options, Services& services);
Result<ExitCode> cache_size_command(const CacheCommandOptions& options, Services& services);

}  // namespace axle
