// SPDX-License-Identifier: MIT
#include "views/select_packages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "axle/model/conflicts.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "views/lock_graph.hpp"

namespace axle {
namespace {

/// The conflict items that are on once everything of the graph is, of those that count.
std::set<ExtraName> items_on(const LockGraph& graph, const std::set<ExtraName>& tracked,
                             const std::set<ExtraName>& before) {
  std::set<ExtraName> items = before;
  for (const LockEdge& edge : graph.edges)
    for (ExtraName& item : items_turned_on(graph.lockfile->packages[edge.to].name, edge.extras))
      if (tracked.contains(item)) items.insert(std::move(item));
  return items;
}

Result<void> check_conflicts(const Lockfile& lockfile, const std::set<ExtraName>& active) {
  for (const ConflictSet& set : lockfile.conflicts) {
    std::vector<std::string> on;
    for (const ConflictItem& item : set)
      if (active.contains(encoded(item))) on.push_back(fmt::format("`{}`", to_string(item)));
    if (on.size() > 1)
      return fail(
          ErrorKind::invalid_input,
          fmt::format("{} are incompatible with the declared conflicts", join_in_words(on, "and")),
          "choose one of them");
  }
  return {};
}

Result<void> check_machine(const Lockfile& lockfile, const MarkerEnvironment& machine) {
  const auto holds = [&](Marker marker) { return marker.evaluate(machine); };
  if (lockfile.supported_markers.empty() || std::ranges::any_of(lockfile.supported_markers, holds))
    return {};
  std::vector<std::string> markers;
  for (const Marker marker : lockfile.supported_markers)
    markers.push_back(fmt::format("`{}`", marker.to_text().value_or("")));
  return fail(ErrorKind::invalid_input,
              fmt::format("The current Python platform is not compatible with the lockfile's "
                          "supported environments: {}",
                          join(markers, ", ")));
}

}  // namespace

Result<std::vector<std::size_t>> select_packages(const Lockfile& lockfile,
                                                 const LockSelection& selection,
                                                 const MarkerEnvironment& machine) {
  TRY_OK(check_machine(lockfile, machine));
  TRY_OK(check_roots(lockfile, selection));
  std::set<ExtraName> tracked;
  for (const ConflictSet& set : lockfile.conflicts)
    for (const ConflictItem& item : set) tracked.insert(encoded(item));
  std::set<ExtraName> active;
  std::ranges::set_intersection(items_of(selection), tracked,
                                std::inserter(active, active.begin()));
  LockGraph graph;
  // What is turned on somewhere decides edges elsewhere. Each round but the last turns more on.
  for (;;) {
    graph = make_lock_graph(lockfile, {.roots = selection.roots,
                                       .root_groups = selection.root_groups,
                                       .machine = &machine,
                                       .active = {active.begin(), active.end()}});
    std::set<ExtraName> more = items_on(graph, tracked, active);
    if (more == active) break;
    active = std::move(more);
  }
  TRY_OK(check_conflicts(lockfile, active));
  std::vector<bool> is_needed(lockfile.packages.size());
  for (std::size_t i = 0; i < graph.roots.size(); ++i)
    if (graph.roots[i].with_dependencies) is_needed[graph.root_positions[i]] = true;
  for (const LockEdge& edge : graph.edges) is_needed[edge.to] = true;
  std::vector<std::size_t> needed;
  for (std::size_t i = 0; i < is_needed.size(); ++i)
    if (is_needed[i]) needed.push_back(i);
  return needed;
}

std::optional<std::size_t> best_wheel(std::span<const WheelFilename> wheels,
                                      const CompatibleTags& tags) {
  std::optional<std::size_t> best;
  std::pair<unsigned, std::optional<BuildTag>> best_rank;
  for (std::size_t i = 0; i < wheels.size(); ++i) {
    const auto priority = tags.priority(wheels[i]);
    if (!priority || !wheels[i].label.empty()) continue;
    std::pair rank(*priority, wheels[i].build);
    if (best && rank <= best_rank) continue;
    best_rank = std::move(rank);
    best = i;
  }
  return best;
}

Result<std::optional<std::size_t>> best_wheel(const LockedPackage& package,
                                              const CompatibleTags& tags) {
  std::vector<WheelFilename> wheels;
  wheels.reserve(package.wheels.size());
  for (const LockedFile& file : package.wheels) {
    TRY(WheelFilename wheel, WheelFilename::parse(file.filename()));
    if (wheel.name != package.name)
      return fail(ErrorKind::integrity,
                  fmt::format("the lockfile gives `{}` as a wheel of `{}`",
                              escape_foreign(file.filename()), package.name.text()));
    wheels.push_back(std::move(wheel));
  }
  return best_wheel(wheels, tags);
}

}  // namespace axle
