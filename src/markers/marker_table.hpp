// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/guarded.hpp"
#include "markers/marker_memo.hpp"
#include "markers/marker_values.hpp"
#include "markers/marker_variables.hpp"

namespace axle {

/// A marker: twice the number of its node, plus one if it is that node's complement.
using MarkerId = std::uint32_t;
inline constexpr MarkerId always_id = 0, never_id = 1;

constexpr MarkerId negated(MarkerId id) { return id ^ 1U; }
constexpr bool is_constant(MarkerId id) { return id <= never_id; }

/// Where one interval of values ends and the next begins: twice a value, plus one if the value
/// itself still lies in the interval before. Cuts are compared with MarkerTable::compare_cuts.
using MarkerCut = std::uint32_t;
constexpr MarkerCut cut_before(MarkerValueId value) { return value << 1U; }
constexpr MarkerCut cut_after(MarkerValueId value) { return (value << 1U) | 1U; }
constexpr MarkerValueId value_of(MarkerCut cut) { return cut >> 1U; }
constexpr bool is_after(MarkerCut cut) { return (cut & 1U) != 0; }

/// The edges of a node as seen through a marker, whose complement is already applied. Edge i leads
/// from cut i-1 to cut i; there is none before the first and after the last. A boolean test has two
/// edges, true and then false, and no cuts. Stays good as long as the table.
class MarkerEdges {
 public:
  MarkerEdges(const std::uint32_t* data, std::uint32_t count, std::uint32_t complement)
      : data_(data), count_(count), complement_(complement) {}
  std::size_t size() const { return count_; }
  MarkerId operator[](std::size_t edge) const { return data_[edge] ^ complement_; }
  MarkerId first() const { return (*this)[0]; }
  MarkerCut cut(std::size_t index) const { return data_[count_ + index]; }  ///< index < size() - 1

 private:
  const std::uint32_t* data_;
  std::uint32_t count_;
  std::uint32_t complement_;
};

/// The diagrams of all markers, each node once: ordered by Tests::compare,
/// without nodes whose edges all lead to one place, the first edge never complemented. Two diagrams
/// are equal as functions if and only if they are the same number. Knows nothing of impossible
/// platforms, see marker_platform.hpp. Not safe for threads: it lives inside `marker_table()`.
///
/// Work is bounded. `begin` says how much an operation may do; once it is spent, or the table is
/// full, or a path is too long, `is_over()` holds, and what was computed means nothing.
class MarkerTable {
 public:
  static constexpr std::size_t most_nodes = std::size_t{1} << 20U;
  static constexpr std::size_t most_words = std::size_t{1} << 24U;  ///< of edges and cuts: 64 MiB
  static constexpr unsigned longest_path = 1000;

  MarkerTable();
  MarkerTable(const MarkerTable&) = delete;
  MarkerTable& operator=(const MarkerTable&) = delete;

  MarkerStrings strings;
  MarkerReleases releases;
  Tests tests{strings};

  TestId test(MarkerId id) const { return node(id).test; }  ///< `id` is no constant
  MarkerEdges edges(MarkerId id) const {
    const Node& at = node(id);
    return {at.data, at.count, id & 1U};
  }
  /// The order of cuts of a test with intervals.
  std::strong_ordering compare_cuts(TestId test, MarkerCut a, MarkerCut b) const;

  MarkerId boolean(TestId test, MarkerId when_true, MarkerId when_false);
  /// True from `lower` to `upper`, false elsewhere; false everywhere if that is empty.
  struct Interval {
    bool has_lower = false, has_upper = false;
    MarkerCut lower{}, upper{};
  };
  MarkerId within(TestId test, const Interval& interval);
  MarkerId equals(TestId test, MarkerValueId value);

  /// The raw conjunction and disjunction.
  MarkerId both(MarkerId a, MarkerId b);
  MarkerId either(MarkerId a, MarkerId b) { return negated(both(negated(a), negated(b))); }

  void begin(std::uint64_t work) { left_ = work, over_ = false; }
  bool is_over() const { return over_; }
  /// Takes `cost` from what is left; false, now or before, if there is too little.
  bool spend(std::uint64_t cost);
  std::size_t node_count() const { return node_count_; }

  bool exhausted = false;  ///< an operation that cannot fail was over: the table is of no more use

  // What other files have worked out for good. Keys are theirs.
  MarkerMemo canonical, canonical_under, without_extras, only_extras, simplified;
  MarkerMemo all_extras_on, all_extras_off;
  std::unordered_map<std::string, MarkerId> parsed;
  std::unordered_map<MarkerId, std::string> written;
  MarkerId possible_platforms = never_id;  ///< never_id until it is built

 private:
  friend class MarkerNodeBuilder;
  friend class MarkerDepth;

  struct Node {
    const std::uint32_t* data;  // edges, then the cuts between them
    std::uint32_t count;
    TestId test;
  };
  static constexpr std::size_t nodes_in_chunk = 4096, words_in_chunk = std::size_t{1} << 16U;

  const Node& node(MarkerId id) const {
    const std::size_t number = id >> 1U;
    return chunks_[number / nodes_in_chunk][number % nodes_in_chunk];
  }
  MarkerId find_or_add(TestId test, const std::vector<std::uint32_t>& data, std::uint32_t count);
  MarkerId merge_nodes(MarkerId a, MarkerId b);
  std::uint32_t* allocate(std::size_t words);
  void grow_index();

  std::vector<std::unique_ptr<Node[]>> chunks_;
  std::vector<std::unique_ptr<std::uint32_t[]>> words_;
  std::size_t words_used_ = words_in_chunk;  // of the last chunk
  std::size_t words_total_ = 0;
  std::size_t node_count_ = 1;        // node 0 stands for the constants
  std::vector<std::uint32_t> index_;  // open addressing: numbers of nodes, 0 is unused
  std::vector<std::pair<MarkerCut, MarkerId>> scratch_;  // a stack, see MarkerNodeBuilder
  std::vector<std::uint32_t> data_;
  MarkerMemo conjunctions_{std::size_t{1} << 22U};
  std::uint64_t left_ = 0;
  unsigned depth_ = 0;
  bool over_ = false;
};

/// Collects the edges of one node in order and makes it. Neighbours that lead to the same place
/// become one edge. Builders nest like the calls that use them.
class MarkerNodeBuilder {
 public:
  MarkerNodeBuilder(MarkerTable& table, TestId test)
      : table_(table), test_(test), base_(table.scratch_.size()) {}
  ~MarkerNodeBuilder() { table_.scratch_.resize(base_); }
  MarkerNodeBuilder(const MarkerNodeBuilder&) = delete;
  MarkerNodeBuilder& operator=(const MarkerNodeBuilder&) = delete;

  /// The next edge, which begins at `start`; the first edge's `start` is not looked at.
  void add(MarkerCut start, MarkerId child);
  MarkerId finish();

 private:
  MarkerTable& table_;
  TestId test_;
  std::size_t base_;
};

/// Counts how deep a recursion over nodes is; too deep is `is_over()`.
class MarkerDepth {
 public:
  explicit MarkerDepth(MarkerTable& table) : table_(table) {
    if (++table.depth_ > MarkerTable::longest_path) table.over_ = true;
  }
  ~MarkerDepth() { --table_.depth_; }
  MarkerDepth(const MarkerDepth&) = delete;
  MarkerDepth& operator=(const MarkerDepth&) = delete;

 private:
  MarkerTable& table_;
};

/// The same test with what `child` makes of each edge.
template <class Child>
MarkerId map_edges(MarkerTable& table, MarkerId id, Child child) {
  const TestId test = table.test(id);
  const MarkerEdges edges = table.edges(id);
  if (table.tests.at(test).is_boolean()) {
    const MarkerId when_true = child(edges[0]);
    return table.boolean(test, when_true, child(edges[1]));
  }
  MarkerNodeBuilder built(table, test);
  for (std::size_t i = 0; i < edges.size(); ++i)
    built.add(i == 0 ? 0 : edges.cut(i - 1), child(edges[i]));
  return built.finish();
}

/// Calls `visit(start, edge of a, edge of b)` for each interval that two nodes with one test make
/// together, in order. The first `start` means nothing. For a boolean test: true, then false.
template <class Visit>
void visit_pairs(const MarkerTable& table, MarkerId a, MarkerId b, Visit visit) {
  const TestId test = table.test(a);
  const MarkerEdges left = table.edges(a);
  const MarkerEdges right = table.edges(b);
  if (table.tests.at(test).is_boolean()) {
    visit(MarkerCut{0}, left[0], right[0]);
    visit(MarkerCut{1}, left[1], right[1]);
    return;
  }
  std::size_t i = 0;
  std::size_t j = 0;
  MarkerCut start = 0;
  for (;;) {
    visit(start, left[i], right[j]);
    const bool left_ends = i + 1 == left.size();
    const bool right_ends = j + 1 == right.size();
    if (left_ends && right_ends) return;
    const auto order = left_ends    ? std::strong_ordering::greater
                       : right_ends ? std::strong_ordering::less
                                    : table.compare_cuts(test, left.cut(i), right.cut(j));
    start = order <= 0 ? left.cut(i) : right.cut(j);
    if (order <= 0) ++i;
    if (order >= 0) ++j;
  }
}

/// The table of this process. It is never destroyed.
Guarded<MarkerTable>& marker_table();

}  // namespace axle
