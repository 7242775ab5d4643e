// SPDX-License-Identifier: MIT
#include "resolve/reachability.hpp"

#include <deque>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace axle {
namespace {

// Everything that leads to `package`, so that cycles elsewhere cost nothing.
std::unordered_set<std::uint32_t> ancestors_of(const solver::State& solver,
                                               solver::PackageId package) {
  std::unordered_set<std::uint32_t> ancestors{index(package)};
  std::vector<solver::PackageId> stack{package};
  while (!stack.empty()) {
    const solver::PackageId current = stack.back();
    stack.pop_back();
    for (const solver::IncompatibilityId id : solver.incompatibilities_of(current)) {
      const solver::FromDependency* cause = solver[id].dependency();
      if (cause != nullptr && cause->dependency == current &&
          ancestors.insert(index(cause->dependent)).second)
        stack.push_back(cause->dependent);
    }
  }
  return ancestors;
}

}  // namespace

Marker find_environments(const solver::State& solver, const PackageTable& table,
                         solver::PackageId package) {
  if (package == PackageTable::root) return Marker::always();
  const auto ancestors = ancestors_of(solver, package);
  if (!ancestors.contains(index(PackageTable::root))) return Marker::never();

  std::unordered_map<std::uint32_t, Marker> environments{
      {index(PackageTable::root), Marker::always()}};
  std::deque<solver::PackageId> queue{PackageTable::root};
  while (!queue.empty()) {
    const solver::PackageId current = queue.front();
    queue.pop_front();
    const Marker here = environments.at(index(current));
    for (const solver::IncompatibilityId id : solver.incompatibilities_of(current)) {
      const solver::FromDependency* cause = solver[id].dependency();
      if (cause == nullptr || cause->dependent != current ||
          !ancestors.contains(index(cause->dependency)))
        continue;
      Marker& there =
          environments.try_emplace(index(cause->dependency), Marker::never()).first->second;
      const Marker combined = there | (here & table[cause->dependency].marker);
      if (combined == there) continue;  // a longer way round a cycle adds nothing
      there = combined;
      queue.push_back(cause->dependency);
    }
  }
  const auto found = environments.find(index(package));
  return found != environments.end() ? found->second : Marker::never();
}

}  // namespace axle
