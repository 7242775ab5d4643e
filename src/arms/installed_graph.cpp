// SPDX-License-Identifier: MIT
#include "arms/installed_graph.hpp"

#include <algorithm>
#include <map>

#include "base/try.hpp"

namespace axle {

Result<std::vector<InstalledNode>> installed_graph(const Interpreter& interpreter) {
  return installed_graph(interpreter, interpreter.markers);
}

Result<std::vector<InstalledNode>> installed_graph(const Interpreter& interpreter,
                                                   const MarkerEnvironment& machine) {
  TRY(std::vector<InstalledDistribution> installed, installed_distributions(interpreter.scheme));
  std::vector<InstalledNode> graph;
  for (InstalledDistribution& distribution : installed) {
    auto metadata = distribution.metadata();
    graph.push_back({std::move(distribution),
                     metadata ? std::optional(*std::move(metadata)) : std::nullopt,
                     {}});
  }
  TRY_OK(Marker::check_capacity());
  // Extras are asked for by others; asking for one may bring more.
  std::map<PackageName, std::set<ExtraName>> extras;
  for (bool changed = true; changed;) {
    changed = false;
    for (InstalledNode& node : graph) {
      if (!node.metadata) continue;
      const auto& asked = extras[node.distribution.name];
      const std::vector<ExtraName> active(asked.begin(), asked.end());
      node.needs.clear();
      for (const Requirement& requirement : node.metadata->requires_dist) {
        if (!requirement.marker.evaluate(machine, active)) continue;
        node.needs.push_back(requirement);
      }
    }
    for (const InstalledNode& node : graph)
      for (const Requirement& requirement : node.needs)
        for (const ExtraName& extra : requirement.extras)
          changed = extras[requirement.name].insert(extra).second || changed;
  }
  return graph;
}

const InstalledNode* find_installed(const std::vector<InstalledNode>& graph,
                                    const PackageName& name) {
  const auto found = std::ranges::find_if(
      graph, [&](const InstalledNode& node) { return node.distribution.name == name; });
  return found == graph.end() ? nullptr : &*found;
}

std::vector<std::string> needed_by(const std::vector<InstalledNode>& graph,
                                   const PackageName& name) {
  std::vector<std::string> names;
  for (const InstalledNode& node : graph)
    if (std::ranges::any_of(
            node.needs, [&](const Requirement& requirement) { return requirement.name == name; }))
      names.push_back(node.distribution.name.text());
  return names;
}

}  // namespace axle
