// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>

#include "arguments/options.hpp"

// The options of `axle cache`.
namespace axle {

void cache_clean_options(CLI::App& command, CacheCommandOptions& options);
/// Of the commands that have none.
void cache_options(CLI::App& command, CacheCommandOptions& options);
void cache_prune_options(CLI::App& command, CacheCommandOptions& options);
void cache_verify_options(CLI::App& command, CacheCommandOptions& options);

}  // namespace axle
