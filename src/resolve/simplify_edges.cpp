// SPDX-License-Identifier: MIT
#include "resolve/simplify_edges.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "axle/markers/universal_marker.hpp"

namespace axle {
namespace {

using ItemSet = std::set<ConflictItem>;
// What is known on one way to a node: items on (true) or off. An item may be both; uv then applies
// them in this order.
using Inferences = std::vector<std::pair<ExtraName, bool>>;

class EdgeSimplifier {
 public:
  EdgeSimplifier(Resolution& resolution, const Conflicts& conflicts)
      : resolution_(resolution), conflicts_(conflicts) {
    // The root is the last place.
    outgoing_.resize(resolution.nodes.size() + 1);
    std::vector<bool> has_incoming(resolution.nodes.size() + 1);
    for (std::size_t i = 0; i < resolution.edges.size(); ++i) {
      outgoing_[place(resolution.edges[i].from)].push_back(i);
      has_incoming[resolution.edges[i].to] = true;
    }
    for (const ConflictSet& set : conflicts) declared_.insert(set.begin(), set.end());
    for (std::size_t i = 0; i < has_incoming.size(); ++i)
      if (!has_incoming[i]) starts_.push_back(i);
  }

  void run() {
    propagate();
    std::vector<std::vector<Inferences>> inferences(activated_.size());
    for (std::size_t i = 0; i < activated_.size(); ++i)
      for (const ItemSet& set : activated_[i]) inferences[i].push_back(infer(set));
    for (ResolutionEdge& edge : resolution_.edges) simplify(edge, inferences[place(edge.from)]);
  }

 private:
  std::size_t place(std::size_t node) const {
    return node == ResolutionEdge::root ? resolution_.nodes.size() : node;
  }

  // Which extras and groups may have led to each node, as sets of what is on together.
  void propagate() {
    activated_.resize(outgoing_.size());
    std::vector<bool> seen(outgoing_.size());
    std::vector<std::size_t> stack = starts_;
    while (!stack.empty()) {
      const std::size_t parent = stack.back();
      stack.pop_back();
      if (const auto own = item_of(parent)) {
        if (activated_[parent].empty()) activated_[parent].emplace_back();
        for (ItemSet& set : activated_[parent]) set.insert(*own);
      }
      std::vector<ItemSet> sets = activated_[parent];
      if (sets.empty()) sets.emplace_back();
      for (const std::size_t edge : outgoing_[parent]) {
        const std::size_t child = resolution_.edges[edge].to;
        bool is_new = !seen[child];
        seen[child] = true;
        for (const ItemSet& set : sets) {
          if (std::find(activated_[child].begin(), activated_[child].end(), set) !=
              activated_[child].end())
            continue;
          activated_[child].push_back(set);
          is_new = true;
        }
        if (is_new) stack.push_back(child);
      }
    }
  }

  // The extra or group that a node is, if that is declared to conflict with another. Others are of
  // no use: no marker has them.
  std::optional<ConflictItem> item_of(std::size_t node) const {
    if (node == resolution_.nodes.size()) return std::nullopt;
    const ResolutionNode& known = resolution_.nodes[node];
    const PackageName& name = resolution_.packages[known.package].name;
    std::optional<ConflictItem> item;
    if (known.extra) item = ConflictItem{name, *known.extra};
    if (known.group) item = ConflictItem{name, *known.group};
    return item && declared_.contains(*item) ? item : std::nullopt;
  }

  Inferences infer(const ItemSet& on) const {
    std::set<std::pair<ConflictItem, bool>> known;
    for (const ConflictItem& item : on) {
      known.emplace(item, true);
      for (const ConflictSet& set : conflicts_) {
        if (!set.contains(item)) continue;
        for (const ConflictItem& rival : set)
          if (rival != item) known.emplace(rival, false);
      }
    }
    Inferences inferences;
    for (const auto& [item, is_on] : known) inferences.emplace_back(encoded(item), is_on);
    return inferences;
  }

  void simplify(ResolutionEdge& edge, const std::vector<Inferences>& ways) {
    if (ways.empty() || is_ambiguous(edge)) return;
    const bool holds_on_every_way =
        std::all_of(ways.begin(), ways.end(), [&](const Inferences& way) {
          std::vector<ExtraName> active;
          for (const auto& [item, is_on] : way)
            if (is_on) active.push_back(item);
          return is_true_with(edge.marker, active);
        });
    if (holds_on_every_way) {
      for (const Inferences& way : ways) edge.marker = assume_items(edge.marker, way);
      return;
    }
    const Marker first = assume_items(edge.marker, ways.front());
    const bool is_same = std::all_of(ways.begin(), ways.end(), [&](const Inferences& way) {
      return assume_items(edge.marker, way) == first;
    });
    if (is_same) edge.marker = first;
  }

  // Two edges to one name: what tells them apart must stay.
  bool is_ambiguous(const ResolutionEdge& edge) const {
    const auto name_of = [&](std::size_t node) -> const PackageName& {
      return resolution_.packages[resolution_.nodes[node].package].name;
    };
    const auto& siblings = outgoing_[place(edge.from)];
    return std::count_if(siblings.begin(), siblings.end(), [&](std::size_t sibling) {
             return name_of(resolution_.edges[sibling].to) == name_of(edge.to);
           }) > 1;
  }

  Resolution& resolution_;
  const Conflicts& conflicts_;
  std::set<ConflictItem> declared_;
  std::vector<std::vector<std::size_t>> outgoing_;  // edges, by place of the node
  std::vector<std::size_t> starts_;
  std::vector<std::vector<ItemSet>> activated_;  // by place of the node
};

}  // namespace

void simplify_edges(Resolution& resolution, const Conflicts& conflicts) {
  if (!conflicts.empty()) EdgeSimplifier(resolution, conflicts).run();
}

}  // namespace axle
