// SPDX-License-Identifier: MIT
#include "views/lock_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "axle/markers/universal_marker.hpp"
#include "axle/model/conflicts.hpp"
#include "base/text.hpp"
#include "views/lock_cycles.hpp"

namespace axle {
namespace {

constexpr std::size_t max_lines = 200'000;
constexpr unsigned max_depth = 1000;  // drawn by recursion

/// A package as it stands in the tree: what hangs below depends on the extras that lead there and,
/// inverted, on where all edges of the path hold together.
struct Place {
  std::size_t package;
  std::set<ExtraName> extras;
  Marker marker;

  // The order is for looking up only: ids differ from run to run.
  friend bool operator<(const Place& a, const Place& b) {
    if (a.package != b.package) return a.package < b.package;
    if (a.marker != b.marker) return a.marker.id() < b.marker.id();
    return a.extras < b.extras;
  }
  friend bool operator==(const Place&, const Place&) = default;
};

class TreeWriter {
 public:
  TreeWriter(const LockGraph& graph, const LockTreeStyle& style)
      : graph_(graph),
        style_(style),
        depth_(std::min(style.depth, max_depth)),
        possible_(style.invert ? at_most_one_of_each(encoded(graph.lockfile->conflicts))
                               : Marker::always()) {}

  std::string write() && {
    for (const Branch& start : starts()) draw(start, "", "", "");
    if (is_cut_)
      text_ += fmt::format("… cut after {} lines; `--depth` or `--package` show less\n", max_lines);
    if (is_marked_)
      text_ += style_.dedupe ? "(*) Package tree already displayed\n"
                             : "(*) Package tree is a cycle and cannot be shown\n";
    return std::move(text_);
  }

 private:
  struct Branch {
    std::size_t package;
    const LockEdge* edge;  ///< that leads here; none at a start
    Marker marker;
  };

  std::vector<Branch> starts() const {
    std::vector<Branch> found;
    const auto& packages = graph_.lockfile->packages;
    if (!style_.packages.empty() || style_.invert) {
      const std::vector<bool> is_lowest =
          style_.packages.empty() ? lowest_packages() : std::vector<bool>();
      for (std::size_t i = 0; i < packages.size(); ++i) {
        if (!graph_.is_reached[i]) continue;
        const bool is_start =
            style_.packages.empty() ? is_lowest[i] : style_.packages.contains(packages[i].name);
        if (is_start) found.push_back({i, nullptr, Marker::always()});
      }
      return found;
    }
    // uv lists what the workspace needs itself before its members, and both backwards.
    for (auto edge = graph_.from_workspace.rbegin(); edge != graph_.from_workspace.rend(); ++edge)
      found.push_back({graph_.edges[*edge].to, &graph_.edges[*edge], Marker::always()});
    for (auto root = graph_.root_positions.rbegin(); root != graph_.root_positions.rend(); ++root)
      found.push_back({*root, nullptr, Marker::always()});
    return found;
  }

  /// What needs nothing, or nothing but what needs it in turn, a cycle being cut open where the
  /// fewest edges are lost.
  std::vector<bool> lowest_packages() const {
    const std::size_t count = graph_.lockfile->packages.size();
    const std::size_t workspace = count;
    std::vector<Arc> arcs;
    const auto add = [&](const LockEdge& edge) {
      arcs.emplace_back(edge.to, edge.from == LockEdge::workspace ? workspace : edge.from);
    };
    const auto is_group_of_member = [](const LockEdge& edge) {
      return edge.kind == LockEdge::Kind::group && edge.from != LockEdge::workspace;
    };
    for (const std::size_t root : graph_.root_positions) {
      arcs.emplace_back(root, workspace);
      for (const std::size_t place : graph_.children[root])
        if (is_group_of_member(graph_.edges[place])) add(graph_.edges[place]);
    }
    for (const LockEdge& edge : graph_.edges)
      if (!is_group_of_member(edge)) add(edge);
    const std::vector<std::size_t> places = acyclic_order(arcs, count + 1);
    std::vector<bool> is_lowest(count, true);
    for (const auto& [from, to] : arcs)
      if (to != workspace && places[from] < places[to]) is_lowest[to] = false;
    return is_lowest;
  }

  std::set<ExtraName> extras_at(const Branch& branch) const {
    std::set<ExtraName> extras;
    if (style_.invert) {
      if (branch.edge != nullptr && branch.edge->kind == LockEdge::Kind::extra)
        extras.insert(*ExtraName::parse(branch.edge->label));
      return extras;
    }
    const auto& optional = graph_.lockfile->packages[branch.package].optional_dependencies;
    if (branch.edge == nullptr) {
      for (const auto& [extra, list] : optional) extras.insert(extra);
      return extras;
    }
    for (const ExtraName& extra : branch.edge->extras)
      if (optional.contains(extra)) extras.insert(extra);
    return extras;
  }

  std::vector<Branch> below(const Branch& branch, const Place& place) const {
    std::vector<Branch> found;
    const bool is_group = branch.edge != nullptr && branch.edge->kind == LockEdge::Kind::group;
    // A group belongs to its member alone, not to those that need the member.
    if (style_.invert && is_group) return found;
    const auto& edges = (style_.invert ? graph_.parents : graph_.children)[branch.package];
    for (auto position = edges.rbegin(); position != edges.rend(); ++position) {
      const LockEdge& edge = graph_.edges[*position];
      if (!style_.invert) {
        if (edge.kind == LockEdge::Kind::extra &&
            std::ranges::none_of(
                place.extras, [&](const ExtraName& extra) { return extra.text() == edge.label; }))
          continue;
        found.push_back({edge.to, &edge, Marker::always()});
        continue;
      }
      if (edge.from == LockEdge::workspace) continue;
      if (!std::ranges::all_of(place.extras, [&](const ExtraName& extra) {
            return std::ranges::find(edge.extras, extra) != edge.extras.end();
          }))
        continue;
      const Marker marker = branch.marker & edge.marker;
      if (!marker.is_disjoint(possible_)) found.push_back({edge.from, &edge, marker});
    }
    std::ranges::stable_sort(found, [](const Branch& a, const Branch& b) {
      return std::tie(a.edge->kind, a.edge->label, a.package) <
             std::tie(b.edge->kind, b.edge->label, b.package);
    });
    return found;
  }

  std::string line_of(const Branch& branch) const {
    const LockedPackage& package = graph_.lockfile->packages[branch.package];
    std::string line = package.name.text();
    if (branch.edge != nullptr && !branch.edge->extras.empty()) {
      std::vector<std::string> extras;
      for (const ExtraName& extra : branch.edge->extras) extras.push_back(extra.text());
      line += fmt::format("[{}]", join(extras, ", "));
    }
    if (package.version) line += " v" + package.version->to_string();
    if (branch.edge != nullptr && branch.edge->kind != LockEdge::Kind::production)
      line +=
          fmt::format(" ({}: {})", branch.edge->kind == LockEdge::Kind::extra ? "extra" : "group",
                      branch.edge->label);
    if (style_.show_sizes && !package.wheels.empty() && package.wheels.front().size)
      line += fmt::format(" ({})", replace_all(human_size(*package.wheels.front().size), " ", ""));
    return line;
  }

  /// " (latest: v2.0)", where a newer version is known.
  std::string newer_than(const Branch& branch) const {
    const LockedPackage& package = graph_.lockfile->packages[branch.package];
    const auto latest = style_.latest.find(package.name);
    const bool is_old =
        latest != style_.latest.end() && package.version && *package.version < latest->second;
    return is_old ? fmt::format(" (latest: v{})", latest->second.to_string()) : std::string();
  }

  void draw(const Branch& branch, const std::string& indent, const char* arm, const char* gap) {
    if (path_.size() > depth_ || is_cut_) return;
    if (++lines_ > max_lines) {
      is_cut_ = true;
      return;
    }
    const Place place{branch.package, extras_at(branch),
                      style_.invert ? branch.marker : Marker::always()};
    text_ += indent + arm + line_of(branch);
    const auto known = visited_.find(place);
    const bool is_known = style_.dedupe && known != visited_.end();
    if (!is_known) text_ += newer_than(branch);
    if (std::ranges::find(path_, place) != path_.end() || (is_known && known->second)) {
      text_ += " (*)\n";
      is_marked_ = true;
      return;
    }
    text_ += '\n';
    if (is_known) return;
    const std::vector<Branch> branches = below(branch, place);
    // At the limit of depth nothing is shown below, so a later place may still show it.
    if (path_.size() < depth_) visited_.insert_or_assign(place, !branches.empty());
    path_.push_back(place);
    for (std::size_t i = 0; i < branches.size(); ++i) {
      const bool is_last = i + 1 == branches.size();
      draw(branches[i], indent + gap, is_last ? "└── " : "├── ", is_last ? "    " : "│   ");
    }
    path_.pop_back();
  }

  const LockGraph& graph_;
  const LockTreeStyle& style_;
  const unsigned depth_;
  /// Only paths from below can hold edges that never hold together.
  const Marker possible_;
  std::map<Place, bool> visited_;  // whether something hangs below
  std::vector<Place> path_;
  std::string text_;
  std::size_t lines_ = 0;
  bool is_marked_ = false;
  bool is_cut_ = false;
};

}  // namespace

std::string lock_tree(const LockGraph& graph, const LockTreeStyle& style) {
  return TreeWriter(graph, style).write();
}

}  // namespace axle
