// SPDX-License-Identifier: MIT
#include "axle/resolution/resolve_input.hpp"

#include <algorithm>

namespace axle {

std::vector<SourcedRequirement> project_requirements(
    const std::vector<std::shared_ptr<const DirectDistribution>>& members) {
  std::vector<SourcedRequirement> requirements;
  for (const auto& member : members) {
    std::vector<ExtraName> extras = member->extras;
    std::sort(extras.begin(), extras.end());
    requirements.push_back(
        {member->name, std::move(extras), {}, Marker::always(), member->source, {}});
  }
  for (const auto& member : members) {
    if (member->groups.empty()) continue;
    std::vector<GroupName> groups;
    for (const auto& [name, entries] : member->groups) groups.push_back(name);
    requirements.push_back(
        {member->name, {}, std::move(groups), Marker::always(), member->source, {}});
  }
  return requirements;
}

}  // namespace axle
