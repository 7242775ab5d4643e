// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "arguments/options.hpp"

// The options of the commands that work on a project, its lock or an environment.
namespace axle {

void sync_options(CLI::App& command, SyncOptions& options);
void lock_options(CLI::App& command, LockOptions& options);
void export_options(CLI::App& command, ExportOptions& options);
void build_options(CLI::App& command, BuildCommandOptions& options);
void tree_options(CLI::App& command, TreeOptions& options);
void why_options(CLI::App& command, WhyOptions& options);
void plan_options(CLI::App& command, PlanCommandOptions& options);
void verify_options(CLI::App& command, VerifyOptions& options);
void history_options(CLI::App& command, HistoryOptions& options);
void rollback_options(CLI::App& command, RollbackOptions& options);
void venv_options(CLI::App& command, VenvCommandOptions& options);

}  // namespace axle
