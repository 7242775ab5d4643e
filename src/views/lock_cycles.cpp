// SPDX-License-Identifier: MIT
#include "views/lock_cycles.hpp"

#include <algorithm>
#include <map>

namespace axle {
namespace {

/// Takes node after node out of a graph: sinks go to the end of the order, sources to its
/// beginning, and where there is neither the node that has most arcs out beyond those in.
class Ordering {
 public:
  Ordering(const std::vector<Arc>& arcs, std::size_t count)
      : out_(count), in_(count), out_degree_(count), in_degree_(count), state_(count) {
    std::vector<std::size_t> seen;  // in the order in which arcs name them
    std::vector<bool> is_seen(count);
    const auto see = [&](std::size_t node) {
      if (!is_seen[node]) seen.push_back(node);
      is_seen[node] = true;
    };
    for (const auto& [from, to] : arcs) {
      see(from);
      see(to);
      out_[from].push_back(to);
      in_[to].push_back(from);
      ++out_degree_[from];
      ++in_degree_[to];
    }
    for (const std::size_t node : seen) file(node);
  }

  std::vector<std::size_t> run() && {
    for (bool has_moved = true; has_moved;) {
      has_moved = false;
      while (take_from(sinks_, last_)) has_moved = true;
      while (take_from(sources_, first_)) has_moved = true;
      // The greatest surplus of arcs out first.
      for (auto list = others_.rbegin(); list != others_.rend(); ++list)
        if (take_from(list->second, first_)) {
          has_moved = true;
          break;
        }
    }
    std::vector<std::size_t> places(state_.size(), state_.size());
    std::size_t place = 0;
    for (const std::size_t node : first_) places[node] = place++;
    for (auto node = last_.rbegin(); node != last_.rend(); ++node) places[*node] = place++;
    return places;
  }

 private:
  /// Entries of a list go stale when their node is filed anew or taken; the number tells.
  struct Entry {
    std::size_t node;
    std::size_t filing;
  };
  using List = std::vector<Entry>;

  static constexpr std::size_t taken = 0;

  void file(std::size_t node) {
    state_[node] = ++filings_;
    const auto surplus = static_cast<std::ptrdiff_t>(out_degree_[node]) -
                         static_cast<std::ptrdiff_t>(in_degree_[node]);
    List& list = out_degree_[node] == 0  ? sinks_
                 : in_degree_[node] == 0 ? sources_
                                         : others_[surplus];
    list.push_back({node, filings_});
  }

  bool take_from(List& list, std::vector<std::size_t>& order) {
    while (!list.empty()) {
      const Entry entry = list.back();
      list.pop_back();
      if (state_[entry.node] != entry.filing) continue;
      state_[entry.node] = taken;
      order.push_back(entry.node);
      release(out_[entry.node], in_degree_);
      release(in_[entry.node], out_degree_);
      return true;
    }
    return false;
  }

  void release(const std::vector<std::size_t>& neighbours, std::vector<std::size_t>& degrees) {
    for (const std::size_t node : neighbours) {
      if (state_[node] == taken) continue;
      --degrees[node];
      file(node);
    }
  }

  std::vector<std::vector<std::size_t>> out_, in_;
  std::vector<std::size_t> out_degree_, in_degree_;
  std::vector<std::size_t> state_;  // of its filing; `taken`
  std::size_t filings_ = 0;
  List sinks_, sources_;
  std::map<std::ptrdiff_t, List> others_;
  std::vector<std::size_t> first_, last_;
};

}  // namespace

std::vector<std::size_t> acyclic_order(const std::vector<Arc>& arcs, std::size_t count) {
  return Ordering(arcs, count).run();
}

}  // namespace axle
