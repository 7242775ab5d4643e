// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "arguments/options.hpp"
#include "editing/edit_options.hpp"
#include "editing/init_project.hpp"
#include "editing/migrate_project.hpp"
#include "operations/python_list.hpp"
#include "syncing/run_options.hpp"

// The options of the commands that begin and change projects.
namespace axle {

void init_options(CLI::App& command, InitOptions& options);
void migrate_options(CLI::App& command, MigrateOptions& options);
void python_find_options(CLI::App& command, PythonFindOptions& options);
void python_list_options(CLI::App& command, PythonListOptions& options);
void python_pin_options(CLI::App& command, PythonPinOptions& options);
void add_options(CLI::App& command, AddOptions& options);
void remove_options(CLI::App& command, RemoveOptions& options);
void run_options(CLI::App& command, RunProgramOptions& options);
void version_options(CLI::App& command, VersionOptions& options);
void self_version_options(CLI::App& command, SelfVersionOptions& options);

}  // namespace axle
