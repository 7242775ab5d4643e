// SPDX-License-Identifier: MIT
#include "arguments/cache_commands.hpp"

namespace axle {

void cache_clean_options(CLI::App& command, CacheCommandOptions& options) {
  command.add_option("PACKAGE", options.packages, "Only what belongs to these packages");
}

void cache_options(CLI::App&, CacheCommandOptions&) {}

void cache_prune_options(CLI::App& command, CacheCommandOptions& options) {
  command.add_flag("--ci", options.ci,
                   "Remove what can be fetched again too, so that a CI cache stays small");
}

void cache_verify_options(CLI::App& command, CacheCommandOptions& options) {
  command.add_flag("--fix", options.fix, "Remove what is damaged; it is fetched again when needed");
}

}  // namespace axle
