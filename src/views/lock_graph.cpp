// SPDX-License-Identifier: MIT
#include "views/lock_graph.hpp"

#include <deque>
#include <optional>
#include <utility>

#include "lock/canonical_markers.hpp"

namespace axle {
namespace {

class GraphBuilder {
 public:
  GraphBuilder(const Lockfile& lockfile, const LockGraphScope& scope)
      : lockfile_(lockfile),
        scope_(scope),
        bounds_(lockfile.requires_python.bounds()),
        forks_(environment_of_forks(lockfile.fork_markers, lockfile.requires_python)) {
    graph_.lockfile = &lockfile;
    graph_.is_root.resize(lockfile.packages.size());
    graph_.is_reached.resize(lockfile.packages.size());
    graph_.children.resize(lockfile.packages.size());
    graph_.parents.resize(lockfile.packages.size());
  }

  LockGraph build() && {
    for (const LockRoot& root : scope_.roots) add_root(root);
    add_named(lockfile_.manifest.requirements, LockEdge::Kind::production, {});
    for (const auto& [group, requirements] : lockfile_.manifest.groups)
      if (scope_.root_groups.contains(group))
        add_named(requirements, LockEdge::Kind::group, group.text());
    while (!queue_.empty()) {
      const auto [position, extra] = queue_.front();
      queue_.pop_front();
      const LockedPackage& package = lockfile_.packages[position];
      if (!extra) {
        add_all(position, package.dependencies, LockEdge::Kind::production, {});
      } else if (const auto list = package.optional_dependencies.find(*extra);
                 list != package.optional_dependencies.end()) {
        add_all(position, list->second, LockEdge::Kind::extra, extra->text());
      }
    }
    return std::move(graph_);
  }

 private:
  using Part = std::pair<std::size_t, std::optional<ExtraName>>;

  void add_root(const LockRoot& root) {
    if (scope_.pruned.contains(root.name)) return;
    const auto position = root_position(lockfile_, root.name);
    if (!position) return;
    graph_.roots.push_back(root);
    graph_.root_positions.push_back(*position);
    graph_.is_root[*position] = true;
    graph_.is_reached[*position] = true;
    if (root.with_dependencies) {
      enqueue({*position, std::nullopt});
      for (const ExtraName& extra : root.extras) enqueue({*position, extra});
    }
    for (const auto& [group, list] : lockfile_.packages[*position].group_dependencies)
      if (root.groups.contains(group))
        add_all(*position, list, LockEdge::Kind::group, group.text());
  }

  /// Requirements of the workspace itself: they have no edges in the lock, so every package of the
  /// name is meant that is for the same machines.
  void add_named(const std::vector<LockedRequirement>& requirements, LockEdge::Kind kind,
                 const std::string& label) {
    for (const LockedRequirement& requirement : requirements) {
      const auto [first, last] = lockfile_.positions_of(requirement.name);
      for (std::size_t position = first; position < last; ++position) {
        Marker marker = requirement.marker;
        if (const auto& forks = lockfile_.packages[position].fork_markers; !forks.empty()) {
          Marker any = Marker::never();
          for (const Marker fork : forks) any |= fork.without_extras();
          marker &= any;
        }
        add(LockEdge{LockEdge::workspace, position, kind, label, requirement.extras, marker});
      }
    }
  }

  void add_all(std::size_t from, const std::vector<LockedDependency>& list, LockEdge::Kind kind,
               const std::string& label) {
    for (const LockedDependency& dependency : list)
      add(LockEdge{from, dependency.package, kind, label, dependency.extras, dependency.marker});
  }

  void add(LockEdge edge) {
    if (scope_.pruned.contains(lockfile_.packages[edge.to].name)) return;
    // The file leaves out of a marker what its forks say already.
    edge.marker = (edge.marker & forks_).complexify_python(bounds_);
    if (edge.marker.is_never()) return;
    if (scope_.machine != nullptr && !holds(edge)) return;
    const std::size_t place = graph_.edges.size();
    (edge.from == LockEdge::workspace ? graph_.from_workspace : graph_.children[edge.from])
        .push_back(place);
    graph_.parents[edge.to].push_back(place);
    graph_.is_reached[edge.to] = true;
    enqueue({edge.to, std::nullopt});
    for (const ExtraName& extra : edge.extras) enqueue({edge.to, extra});
    graph_.edges.push_back(std::move(edge));
  }

  bool holds(const LockEdge& edge) const {
    std::vector<ExtraName> active;
    if (scope_.turns_on) active = items_turned_on(lockfile_.packages[edge.to].name, edge.extras);
    active.insert(active.end(), scope_.active.begin(), scope_.active.end());
    return edge.marker.evaluate(*scope_.machine, active);
  }

  void enqueue(Part part) {
    if (seen_.insert(part).second) queue_.push_back(std::move(part));
  }

  const Lockfile& lockfile_;
  const LockGraphScope& scope_;
  const PythonBounds& bounds_;
  const Marker forks_;  // where the lock holds, apart from Python
  LockGraph graph_;
  std::set<Part> seen_;
  std::deque<Part> queue_;
};

}  // namespace

LockGraph make_lock_graph(const Lockfile& lockfile, const LockGraphScope& scope) {
  return GraphBuilder(lockfile, scope).build();
}

}  // namespace axle
