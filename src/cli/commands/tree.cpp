// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "base/try.hpp"
#include "cli/commands/commands.hpp"
#include "operations/latest_versions.hpp"
#include "operations/locked_graph.hpp"
#include "services/parse_names.hpp"
#include "views/lock_tree.hpp"

namespace axle {

Result<ExitCode> tree_command(const TreeOptions& options, Session& services) {
  LockTreeStyle style{.depth = options.depth,
                      .dedupe = !options.no_dedupe,
                      .invert = options.invert,
                      .show_sizes = options.show_sizes};
  TRY(style.packages, parse_names<PackageName>(options.packages));
  TRY(std::set<PackageName> pruned, parse_names<PackageName>(options.prune));
  TRY(const LockedGraph locked, locked_graph({.settings = options,
                                              .selection = options.selection,
                                              .lock = options.lock,
                                              .python = options.python,
                                              .python_version = options.python_version,
                                              .python_platform = options.python_platform,
                                              .all_machines = options.universal,
                                              .all_groups = false,
                                              .pruned = std::move(pruned),
                                              .script = options.script},
                                             services));
  for (const PackageName& name : style.packages)
    if (!locked.reaches(name))
      services.printer().warn(fmt::format("`{}` is not in the tree", name.text()));
  if (options.outdated) {
    TRY(style.latest, latest_versions(locked.graph, options, services));
  }
  const std::string text = lock_tree(locked.graph, style);
  TRY_OK(Marker::check_capacity());
  services.printer().data(text);
  return ExitCode::success;
}

}  // namespace axle
