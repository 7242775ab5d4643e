// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/python/interpreter.hpp"
#include "axle/standards/core_metadata.hpp"
#include "python/site_packages.hpp"

namespace axle {

/// A package of an environment and what it needs there.
struct InstalledNode {
  InstalledDistribution distribution;
  std::optional<CoreMetadata> metadata;  ///< none if it cannot be read
  std::vector<Requirement>
      needs;  ///< those whose markers hold, extras that others ask for included
};

/// What is installed, by name, with what each needs in this environment. Errors: those of
/// installed_distributions; `invalid_input` for markers beyond every measure.
Result<std::vector<InstalledNode>> installed_graph(const Interpreter& interpreter);
/// The same, each asked what it needs on another machine.
Result<std::vector<InstalledNode>> installed_graph(const Interpreter& interpreter,
                                                   const MarkerEnvironment& machine);

const InstalledNode* find_installed(const std::vector<InstalledNode>& graph,
                                    const PackageName& name);

/// Names of what needs `name`, sorted.
std::vector<std::string> needed_by(const std::vector<InstalledNode>& graph,
                                   const PackageName& name);

}  // namespace axle
