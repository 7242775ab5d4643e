// SPDX-License-Identifier: MIT
#include "markers/marker_table.hpp"

#include <algorithm>

namespace axle {

namespace {

std::size_t hash_of(TestId test, const std::uint32_t* data, std::size_t words) {
  std::uint64_t hash = test + 1;
  for (std::size_t i = 0; i < words; ++i) {
    hash = (hash ^ data[i]) * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 29U;
  }
  return static_cast<std::size_t>(hash);
}

// Boolean tests have no cuts between their two edges.
std::size_t words_of(const Test& test, std::uint32_t count) {
  return test.is_boolean() ? count : 2 * static_cast<std::size_t>(count) - 1;
}

}  // namespace

Guarded<MarkerTable>& marker_table() {
  static auto* const table = new Guarded<MarkerTable>();
  return *table;
}

// Chunks are not cleared: that would touch all their memory before a marker is made, for a lock
// that has ten of them.
MarkerTable::MarkerTable() {
  chunks_.push_back(std::unique_ptr<Node[]>(new Node[nodes_in_chunk]));
  index_.resize(4096);
}

std::strong_ordering MarkerTable::compare_cuts(TestId test, MarkerCut a, MarkerCut b) const {
  const auto order = tests.at(test).has_versions() ? releases.compare(value_of(a), value_of(b))
                                                   : strings.compare(value_of(a), value_of(b));
  return order != 0 ? order : a <=> b;
}

bool MarkerTable::spend(std::uint64_t cost) {
  if (cost > left_) over_ = true;
  if (over_) return false;
  left_ -= cost;
  return true;
}

std::uint32_t* MarkerTable::allocate(std::size_t words) {
  words_total_ += words;
  if (words > words_in_chunk) {
    // Too large to share a chunk. It goes below the one in use, which must stay the last.
    auto large = std::make_unique<std::uint32_t[]>(words);
    std::uint32_t* const place = large.get();
    words_.insert(words_.empty() ? words_.end() : words_.end() - 1, std::move(large));
    if (words_.size() == 1) words_used_ = words_in_chunk;
    return place;
  }
  if (words_.empty() || words_used_ + words > words_in_chunk) {
    words_.push_back(std::unique_ptr<std::uint32_t[]>(new std::uint32_t[words_in_chunk]));
    words_used_ = 0;
  }
  std::uint32_t* const place = words_.back().get() + words_used_;
  words_used_ += words;
  return place;
}

void MarkerTable::grow_index() {
  std::vector<std::uint32_t> larger(index_.size() * 2);
  const std::size_t mask = larger.size() - 1;
  for (const std::uint32_t number : index_) {
    if (number == 0) continue;
    const Node& at = node(number << 1U);
    std::size_t place = hash_of(at.test, at.data, words_of(tests.at(at.test), at.count)) & mask;
    while (larger[place] != 0) place = (place + 1) & mask;
    larger[place] = number;
  }
  index_ = std::move(larger);
}

// `data` holds at least two different edges, the first of them not complemented.
MarkerId MarkerTable::find_or_add(TestId test, const std::vector<std::uint32_t>& data,
                                  std::uint32_t count) {
  const std::size_t mask = index_.size() - 1;
  std::size_t place = hash_of(test, data.data(), data.size()) & mask;
  for (; index_[place] != 0; place = (place + 1) & mask) {
    const Node& at = node(index_[place] << 1U);
    if (at.test == test && at.count == count && std::equal(data.begin(), data.end(), at.data))
      return index_[place] << 1U;
  }
  if (node_count_ >= most_nodes || words_total_ + data.size() > most_words) {
    over_ = true;
    return never_id;
  }
  if (node_count_ % nodes_in_chunk == 0)
    chunks_.push_back(std::unique_ptr<Node[]>(new Node[nodes_in_chunk]));
  std::uint32_t* const words = allocate(data.size());
  std::copy(data.begin(), data.end(), words);
  const auto number = static_cast<std::uint32_t>(node_count_++);
  chunks_[number / nodes_in_chunk][number % nodes_in_chunk] = {words, count, test};
  index_[place] = number;
  if (node_count_ * 2 > index_.size()) grow_index();
  return number << 1U;
}

MarkerId MarkerTable::boolean(TestId test, MarkerId when_true, MarkerId when_false) {
  if (when_true == when_false) return when_true;
  const std::uint32_t complement = when_true & 1U;
  data_.assign({when_true ^ complement, when_false ^ complement});
  return find_or_add(test, data_, 2) ^ complement;
}

void MarkerNodeBuilder::add(MarkerCut start, MarkerId child) {
  auto& edges = table_.scratch_;
  if (edges.size() == base_ || edges.back().second != child) edges.emplace_back(start, child);
}

MarkerId MarkerNodeBuilder::finish() {
  const auto& edges = table_.scratch_;
  const std::size_t count = edges.size() - base_;
  const std::uint32_t complement = edges[base_].second & 1U;
  if (count == 1) return edges[base_].second;
  auto& data = table_.data_;
  data.resize(2 * count - 1);
  for (std::size_t i = 0; i < count; ++i) {
    data[i] = edges[base_ + i].second ^ complement;
    if (i > 0) data[count + i - 1] = edges[base_ + i].first;
  }
  return table_.find_or_add(test_, data, static_cast<std::uint32_t>(count)) ^ complement;
}

MarkerId MarkerTable::within(TestId test, const Interval& interval) {
  if (interval.has_lower && interval.has_upper &&
      compare_cuts(test, interval.lower, interval.upper) >= 0)
    return never_id;
  MarkerNodeBuilder built(*this, test);
  if (interval.has_lower) built.add(0, never_id);
  built.add(interval.lower, always_id);
  if (interval.has_upper) built.add(interval.upper, never_id);
  return built.finish();
}

MarkerId MarkerTable::equals(TestId test, MarkerValueId value) {
  return within(test, {true, true, cut_before(value), cut_after(value)});
}

MarkerId MarkerTable::both(MarkerId a, MarkerId b) {
  if (a == b || b == always_id) return a;
  if (a == always_id) return b;
  if (a == never_id || b == never_id || a == negated(b)) return never_id;
  if (a > b) std::swap(a, b);
  if (const auto known = conjunctions_.find(a, b)) return *known;
  const MarkerDepth depth(*this);
  if (!spend(1)) return never_id;
  const MarkerId result = merge_nodes(a, b);
  if (!over_) conjunctions_.put(a, b, result);
  return result;
}

// Shannon expansion on the earlier of the two tests.
MarkerId MarkerTable::merge_nodes(MarkerId a, MarkerId b) {
  const auto order = tests.compare(test(a), test(b));
  if (order < 0) {
    if (!spend(edges(a).size())) return never_id;
    return map_edges(*this, a, [&](MarkerId child) { return both(child, b); });
  }
  if (order > 0) {
    if (!spend(edges(b).size())) return never_id;
    return map_edges(*this, b, [&](MarkerId child) { return both(child, a); });
  }
  if (!spend(edges(a).size() + edges(b).size())) return never_id;
  if (tests.at(test(a)).is_boolean()) {
    const MarkerId when_true = both(edges(a)[0], edges(b)[0]);
    return boolean(test(a), when_true, both(edges(a)[1], edges(b)[1]));
  }
  MarkerNodeBuilder built(*this, test(a));
  visit_pairs(*this, a, b, [&](MarkerCut start, MarkerId left, MarkerId right) {
    built.add(start, both(left, right));
  });
  return built.finish();
}

}  // namespace axle
