// SPDX-License-Identifier: MIT
#include "resolve/fork_story.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace axle {

std::size_t ForkStory::start(Reason reason, const ForkEnvironment& environment) {
  ResolutionFork& fork = forks_.emplace_back();
  fork.reason = reason;
  fork.marker = environment.marker();
  fork.with = names(environment.included());
  fork.without = names(environment.excluded());
  return forks_.size() - 1;
}

std::size_t ForkStory::split(std::size_t parent, Reason reason, const std::string& cause,
                             const ForkEnvironment& environment) {
  const std::size_t fork = start(reason, environment);
  forks_[fork].parent = parent;
  forks_[fork].cause = cause;
  return fork;
}

std::vector<std::size_t> ForkStory::split(std::size_t parent, const std::string& cause,
                                          std::span<const DependencyFork> parts) {
  // A package is what the split is about if it is required under several markers; one that is
  // required under one marker only is in some forks and not in others because of that.
  std::map<std::string, std::set<std::uint32_t>> markers_by_name;
  bool differ_by_marker = false;
  for (const DependencyFork& part : parts) {
    differ_by_marker = differ_by_marker || part.environment.marker() != forks_[parent].marker;
    for (const DependencyEdge& edge : part.dependencies) {
      const SolverPackage& package = table_[edge.package];
      markers_by_name[table_.names[package.name].text()].insert(package.marker.id());
    }
  }
  std::vector<std::string> about;
  if (differ_by_marker) {
    for (const auto& [name, markers] : markers_by_name)
      if (markers.size() > 1) about.push_back(name);
    // Else one marker asked for a newer Python than the fork has.
    if (about.empty())
      for (const auto& [name, markers] : markers_by_name)
        if (!markers.contains(Marker::always().id())) about.push_back(name);
  }
  std::vector<std::size_t> numbers;
  for (const DependencyFork& part : parts) {
    numbers.push_back(split(parent, Reason::needs, cause, part.environment));
    forks_.back().packages_required_differently = about;
  }
  return numbers;
}

std::vector<std::string> ForkStory::names(const ForkEnvironment::Items& items) const {
  std::vector<std::string> names;
  for (const auto item : items) names.push_back(to_string(conflicts_.value(item)));
  std::ranges::sort(names);
  return names;
}

}  // namespace axle
