// SPDX-License-Identifier: MIT
#pragma once

#include "arguments/options.hpp"
#include "axle/base/error.hpp"
#include "cli/session.hpp"
#include "editing/add_dependencies.hpp"
#include "editing/edit_options.hpp"
#include "editing/init_project.hpp"
#include "editing/migrate_project.hpp"
#include "operations/python_list.hpp"
#include "syncing/run_options.hpp"
#include "terminal/exit_code.hpp"

// Each command is one function: what was asked for in, the exit code out; on its way it says what
// it does. Errors are shown by app.
namespace axle {

Result<ExitCode> init_command(const InitOptions& options, Session& session);
Result<ExitCode> python_find_command(const PythonFindOptions& options, Session& session);
Result<ExitCode> python_list_command(const PythonListOptions& options, Session& session);
Result<ExitCode> python_pin_command(const PythonPinOptions& options, Session& session);
Result<ExitCode> migrate_command(const MigrateOptions& options, Session& session);
Result<ExitCode> add_command(const AddOptions& options, Session& session);
Result<ExitCode> remove_command(const RemoveOptions& options, Session& session);
Result<ExitCode> version_command(const VersionOptions& options, Session& session);
Result<ExitCode> self_version_command(const SelfVersionOptions& options, Session& session);
Result<ExitCode> run_program_command(const RunProgramOptions& options, Session& session);
Result<ExitCode> sync_command(const SyncOptions& options, Session& services);
Result<ExitCode> history_command(const HistoryOptions& options, Session& services);
Result<ExitCode> rollback_command(const RollbackOptions& options, Session& services);
Result<ExitCode> verify_command(const VerifyOptions& options, Session& services);
Result<ExitCode> lock_command(const LockOptions& options, Session& services);
Result<ExitCode> build_command(const BuildCommandOptions& options, Session& services);
Result<ExitCode> accelerators_expand_command(const LockOptions& options, Session& services);
Result<ExitCode> export_command(const ExportOptions& options, Session& services);
Result<ExitCode> tree_command(const TreeOptions& options, Session& services);
Result<ExitCode> plan_command(const PlanCommandOptions& options, Session& services);
Result<ExitCode> why_command(const WhyOptions& options, Session& services);
Result<ExitCode> pip_install_command(const PipInstallOptions& options, Session& services);
Result<ExitCode> pip_sync_command(const PipSyncOptions& options, Session& services);
Result<ExitCode> pip_compile_command(const PipCompileOptions& options, Session& services);
Result<ExitCode> pip_uninstall_command(const PipUninstallOptions& options, Session& services);
Result<ExitCode> pip_list_command(const PipListOptions& options, Session& services);
Result<ExitCode> pip_freeze_command(const PipListOptions& options, Session& services);
Result<ExitCode> pip_show_command(const PipShowOptions& options, Session& services);
Result<ExitCode> pip_check_command(const PipCheckOptions& options, Session& services);
Result<ExitCode> pip_tree_command(const PipTreeOptions& options, Session& services);
Result<ExitCode> venv_command(const VenvCommandOptions& options, Session& services);
Result<ExitCode> cache_dir_command(const CacheCommandOptions& options, Session& services);
Result<ExitCode> cache_clean_command(const CacheCommandOptions& options, Session& services);
Result<ExitCode> cache_prune_command(const CacheCommandOptions& options, Session& services);
Result<ExitCode> cache_verify_command(const CacheCommandOptions& options, Session& services);
Result<ExitCode> cache_size_command(const CacheCommandOptions& options, Session& services);

/// Says what became of the environment after an edit.
ExitCode show_edit(const EditOutcome& outcome, Session& session);

}  // namespace axle
