// SPDX-License-Identifier: MIT
#include "lock/flat_requirements.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <utility>

namespace axle {
namespace {

constexpr std::size_t max_requirements = 100'000;

struct Wanted {
  ExtraName extra;
  Marker marker;
};

void ask_for_extras(std::deque<Wanted>& queue, const LockedRequirement& requirement) {
  for (const ExtraName& extra : requirement.extras) queue.push_back({extra, requirement.marker});
}

}  // namespace

std::vector<LockedRequirement> flat_requirements(const std::vector<LockedRequirement>& requirements,
                                                 const PackageName& project) {
  std::deque<Wanted> queue;
  std::vector<LockedRequirement> flat;
  std::multimap<ExtraName, const LockedRequirement*> by_extra;
  for (const LockedRequirement& requirement : requirements) {
    if (const auto extra = requirement.marker.top_level_extra())
      by_extra.emplace(*extra, &requirement);
    if (requirement.name != project) {
      flat.push_back(requirement);
      continue;
    }
    ask_for_extras(queue, requirement);
    if (requirement.specifiers.empty() && requirement.text.empty()) continue;
    flat.push_back(requirement);
    flat.back().extras.clear();
  }
  std::set<std::pair<ExtraName, std::uint32_t>> seen;
  while (!queue.empty()) {
    const Wanted wanted = std::move(queue.front());
    queue.pop_front();
    if (!seen.emplace(wanted.extra, wanted.marker.id()).second) continue;
    const auto [first, last] = by_extra.equal_range(wanted.extra);
    for (auto known = first; known != last; ++known) {
      LockedRequirement requirement = *known->second;
      requirement.marker = wanted.marker & requirement.marker.assume_extra(wanted.extra, true);
      if (requirement.name == project)
        ask_for_extras(queue, requirement);
      else
        flat.push_back(std::move(requirement));
      if (flat.size() + queue.size() > max_requirements) return requirements;
    }
  }
  std::ranges::sort(flat);
  const auto repeated = std::ranges::unique(flat);
  flat.erase(repeated.begin(), repeated.end());
  return flat;
}

}  // namespace axle
