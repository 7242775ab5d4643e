// SPDX-License-Identifier: MIT
#include "views/lock_chains.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <queue>
#include <string_view>
#include <tuple>
#include <utility>

#include "axle/markers/universal_marker.hpp"
#include "axle/model/conflicts.hpp"

namespace axle {
namespace {

constexpr std::size_t max_steps = 100'000;

/// Walks from a package towards the roots, along what makes the shortest chains first: else a lock
/// with many ways would be given up before the first chain is whole.
class ChainSearch {
 public:
  ChainSearch(const LockGraph& graph, std::size_t package, std::size_t most)
      : graph_(graph),
        package_(package),
        most_(most),
        possible_(at_most_one_of_each(encoded(graph.lockfile->conflicts))) {
    measure();
  }

  LockChains run() && {
    push({nullptr, 0, 0, possible_});
    while (!open_.empty() && !found_.is_cut) {
      const std::size_t next = open_.top().step;
      open_.pop();
      go_on_from(next);
    }
    // What is needed in any case comes before what an extra or a group brings.
    std::ranges::stable_sort(found_.chains, [](const LockChain& a, const LockChain& b) {
      const auto key = [](const LockChain& chain) {
        return std::pair(chain.edges.size(), chain.edges.empty() ? LockEdge::Kind::production
                                                                 : chain.edges.front()->kind);
      };
      return key(a) < key(b);
    });
    return std::move(found_);
  }

 private:
  /// A part of a chain: an edge, and the step that it leads to.
  struct Step {
    const LockEdge* edge;
    std::size_t next;
    std::size_t length;  ///< edges from here to the package
    Marker marker;
  };
  struct Open {
    std::size_t whole;  ///< how long the chain will be at least
    std::size_t length;
    std::size_t step;
    /// For a queue whose top is the greatest: short chains first, of these the most complete.
    friend bool operator<(const Open& a, const Open& b) {
      return std::tie(b.whole, a.length, b.step) < std::tie(a.whole, b.length, a.step);
    }
  };

  /// How far each package is from a root, whatever markers and extras say.
  void measure() {
    distances_.assign(graph_.lockfile->packages.size(), static_cast<std::size_t>(-1));
    std::deque<std::size_t> queue;
    const auto reach = [&](std::size_t package, std::size_t distance) {
      if (distances_[package] <= distance) return;
      distances_[package] = distance;
      queue.push_back(package);
    };
    for (const std::size_t root : graph_.root_positions) reach(root, 0);
    for (const std::size_t edge : graph_.from_workspace) reach(graph_.edges[edge].to, 1);
    while (!queue.empty()) {
      const std::size_t package = queue.front();
      queue.pop_front();
      for (const std::size_t edge : graph_.children[package])
        reach(graph_.edges[edge].to, distances_[package] + 1);
    }
  }

  void push(const Step& step) {
    const std::size_t here = at(step);
    const std::size_t rest = here == LockEdge::workspace ? 0 : distances_[here];
    open_.push({step.length + rest, step.length, steps_.size()});
    steps_.push_back(step);
  }

  std::size_t at(const Step& step) const {
    return step.edge == nullptr ? package_ : step.edge->from;
  }
  /// The extra of the package at hand that the chain goes through.
  static std::string_view extra_of(const Step& step) {
    return step.edge != nullptr && step.edge->kind == LockEdge::Kind::extra
               ? std::string_view(step.edge->label)
               : std::string_view();
  }

  void go_on_from(std::size_t position) {
    const Step step = steps_[position];
    const std::size_t here = at(step);
    const bool is_group = step.edge != nullptr && step.edge->kind == LockEdge::Kind::group;
    if (here == LockEdge::workspace || graph_.is_root[here]) {
      add_chain(position);
      if (step.edge != nullptr && extra_of(step).empty()) return;
    }
    if (is_group) return;  // a group belongs to its member alone
    for (const std::size_t place : graph_.parents[here]) {
      const LockEdge& edge = graph_.edges[place];
      const std::string_view extra = extra_of(step);
      if (!extra.empty() && std::ranges::none_of(edge.extras, [&](const ExtraName& asked) {
            return asked.text() == extra;
          }))
        continue;
      const Marker marker = step.marker & edge.marker;
      if (marker.is_never() || is_passed(position, edge)) continue;
      if (steps_.size() >= max_steps || found_.chains.size() >= most_) {
        found_.is_cut = true;
        return;
      }
      push({&edge, position, step.length + 1, marker});
    }
  }

  /// Whether the chain has been where the edge comes from, with the same extra.
  bool is_passed(std::size_t position, const LockEdge& edge) const {
    const Step next{&edge, position, 0, {}};
    for (;; position = steps_[position].next) {
      const Step& step = steps_[position];
      if (at(step) == edge.from && extra_of(step) == extra_of(next)) return true;
      if (step.edge == nullptr) return false;
    }
  }

  void add_chain(std::size_t position) {
    if (found_.chains.size() >= most_) {
      found_.is_cut = true;
      return;
    }
    LockChain chain{at(steps_[position]), {}, simplified(steps_[position])};
    for (std::size_t i = position; steps_[i].edge != nullptr; i = steps_[i].next)
      chain.edges.push_back(steps_[i].edge);
    found_.chains.push_back(std::move(chain));
  }

  /// Without what the lock's Pythons, the chain's own extra or group, and the conflicts say anyway.
  Marker simplified(const Step& step) const {
    Marker marker = step.marker;
    if (const auto own = own_item(step)) {
      for (const ConflictSet& set : graph_.lockfile->conflicts) {
        if (!set.contains(*own)) continue;
        for (const ConflictItem& item : set)
          marker = marker.assume_extra(encoded(item), item == *own);
      }
    }
    return marker.restrict(possible_).simplify_python(graph_.lockfile->requires_python.bounds());
  }
  std::optional<ConflictItem> own_item(const Step& step) const {
    if (step.edge == nullptr || step.edge->from == LockEdge::workspace) return std::nullopt;
    const PackageName& name = graph_.lockfile->packages[step.edge->from].name;
    if (step.edge->kind == LockEdge::Kind::extra)
      return ConflictItem{name, *ExtraName::parse(step.edge->label)};
    if (step.edge->kind == LockEdge::Kind::group)
      return ConflictItem{name, *GroupName::parse(step.edge->label)};
    return ConflictItem{name, WholeProject{}};
  }

  const LockGraph& graph_;
  const std::size_t package_;
  const std::size_t most_;
  const Marker possible_;
  std::vector<std::size_t> distances_;
  std::vector<Step> steps_;
  std::priority_queue<Open> open_;
  LockChains found_;
};

}  // namespace

LockChains chains_to(const LockGraph& graph, std::size_t package, std::size_t most) {
  return ChainSearch(graph, package, most).run();
}

}  // namespace axle
