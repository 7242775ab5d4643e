// SPDX-License-Identifier: MIT
#include <algorithm>
#include <deque>
#include <map>

#include "axle/markers/universal_marker.hpp"
#include "axle/model/conflicts.hpp"
#include "base/try.hpp"
#include "views/export.hpp"
#include "views/lock_graph.hpp"

namespace axle {
namespace {

/// Where each conflict item is on. What is not in it is off.
using Activations = std::map<ExtraName, Marker>;

/// Carries markers from the roots along the edges, to a fixpoint. What is activated on the way
/// decides edges elsewhere, so that the caller walks again until nothing more is activated.
class Reach {
 public:
  Reach(const LockGraph& graph, Activations active)
      : graph_(graph),
        active_(std::move(active)),
        markers_(graph.lockfile->packages.size(), Marker::never()) {}

  Result<void> run() {
    for (std::size_t i = 0; i < graph_.roots.size(); ++i) add_root(i);
    for (const std::size_t edge : graph_.from_workspace) follow(edge, Marker::always());
    while (!queue_.empty()) {
      const auto [position, extra] = queue_.front();
      queue_.pop_front();
      const Marker reached = extra ? extras_[{position, *extra}] : markers_[position];
      for (const std::size_t place : graph_.children[position]) {
        const LockEdge& edge = graph_.edges[place];
        if (extra ? edge.kind == LockEdge::Kind::extra && edge.label == extra->text()
                  : edge.kind == LockEdge::Kind::production)
          follow(place, reached);
      }
    }
    return Marker::check_capacity();
  }

  const std::vector<Marker>& markers() const { return markers_; }

  /// Beside those that were given, the extras that dependencies ask for.
  Activations activations() const {
    Activations active = active_;
    for (const auto& [place, marker] : extras_) {
      const PackageName& name = graph_.lockfile->packages[place.first].name;
      Marker& known =
          active.try_emplace(conflict_extra(name, place.second), Marker::never()).first->second;
      known = known | marker;
    }
    return active;
  }

 private:
  void add_root(std::size_t number) {
    const LockRoot& root = graph_.roots[number];
    const std::size_t position = graph_.root_positions[number];
    if (root.with_dependencies) add(position, Marker::always());
    for (const ExtraName& extra : root.extras) add_extra(position, extra, Marker::always());
    for (const std::size_t edge : graph_.children[position])
      if (graph_.edges[edge].kind == LockEdge::Kind::group) follow(edge, Marker::always());
  }

  /// Without conflict items: each is taken as on where it is on, and those of `own` everywhere.
  Marker decided(Marker marker, const std::vector<ExtraName>& own) const {
    for (const ExtraName& item : marker.extras()) {
      const auto known = active_.find(item);
      const bool is_own = std::ranges::find(own, item) != own.end();
      const Marker on = is_own                   ? Marker::always()
                        : known == active_.end() ? Marker::never()
                                                 : known->second;
      marker = (on & marker.assume_extra(item, true)) | (~on & marker.assume_extra(item, false));
    }
    return marker;
  }

  void add(std::size_t position, Marker marker) {
    const Marker more = markers_[position] | marker;
    if (more == markers_[position]) return;
    markers_[position] = more;
    queue_.emplace_back(position, std::nullopt);
  }
  void add_extra(std::size_t position, const ExtraName& extra, Marker marker) {
    const auto place = extras_.try_emplace({position, extra}, Marker::never()).first;
    const Marker more = place->second | marker;
    if (more == place->second) return;
    place->second = more;
    queue_.emplace_back(position, extra);
  }
  void follow(std::size_t place, Marker reached) {
    const LockEdge& edge = graph_.edges[place];
    const auto own = items_turned_on(graph_.lockfile->packages[edge.to].name, edge.extras);
    const Marker marker = reached & decided(edge.marker, own);
    if (marker.is_never()) return;
    add(edge.to, marker);
    for (const ExtraName& extra : edge.extras) add_extra(edge.to, extra, marker);
  }

  const LockGraph& graph_;
  Activations active_;
  std::vector<Marker> markers_;
  std::map<std::pair<std::size_t, ExtraName>, Marker> extras_;
  std::deque<std::pair<std::size_t, std::optional<ExtraName>>> queue_;
};

/// Walks until nothing more is activated: only with conflicts does an extra decide edges of others;
/// then each round turns on more.
Result<Reach> reach(const LockGraph& graph, const LockSelection& selection) {
  std::size_t rounds = 1;
  for (const ConflictSet& set : graph.lockfile->conflicts) rounds += set.size();
  Activations active;
  for (const ExtraName& item : items_of(selection)) active.emplace(item, Marker::always());
  for (;;) {
    Reach reached(graph, active);
    TRY_OK(reached.run());
    Activations more = reached.activations();
    if (--rounds == 0 || more == active) return reached;
    active = std::move(more);
  }
}

LockGraph graph_of(const Lockfile& lockfile, const LockSelection& selection,
                   const std::set<PackageName>& pruned) {
  return make_lock_graph(
      lockfile, {.roots = selection.roots, .root_groups = selection.root_groups, .pruned = pruned});
}

}  // namespace

Result<std::vector<ExportedPackage>> reach_packages(const Lockfile& lockfile,
                                                    const LockSelection& selection,
                                                    const std::set<PackageName>& pruned) {
  TRY_OK(check_roots(lockfile, selection));
  const LockGraph graph = graph_of(lockfile, selection, pruned);
  TRY(const Reach reached, reach(graph, selection));
  std::vector<ExportedPackage> all;
  for (std::size_t i = 0; i < lockfile.packages.size(); ++i)
    if (const Marker marker = reached.markers()[i]; !marker.is_never())
      all.push_back({i, marker.simplify_python(lockfile.requires_python.bounds()), {}});
  // As in uv, who is named is who could need it, even where a conflict rules that out; a group
  // belongs to the workspace, not to the member that has it.
  for (ExportedPackage& exported : all)
    for (const std::size_t place : graph.parents[exported.package])
      if (const LockEdge& edge = graph.edges[place];
          edge.kind != LockEdge::Kind::group && edge.from != LockEdge::workspace)
        exported.parents.insert(edge.from);
  return all;
}

Result<std::vector<std::vector<ConflictItem>>> conflicts_within(const Lockfile& lockfile,
                                                                const LockSelection& selection) {
  std::vector<std::vector<ConflictItem>> found;
  if (lockfile.conflicts.empty()) return found;
  const LockGraph graph = graph_of(lockfile, selection, {});
  TRY(const Reach reached, reach(graph, selection));
  const Activations active = reached.activations();
  const auto where = [&](const ConflictItem& item) {
    const auto known = active.find(encoded(item));
    return known == active.end() ? Marker::never() : known->second;
  };
  for (const ConflictSet& set : lockfile.conflicts) {
    std::vector<ConflictItem> together;
    for (const ConflictItem& item : set)
      if (std::ranges::any_of(set, [&](const ConflictItem& other) {
            return item != other && !where(item).is_disjoint(where(other));
          }))
        together.push_back(item);
    found.push_back(std::move(together));
  }
  return found;
}

}  // namespace axle
