// SPDX-License-Identifier: MIT
#include "markers/marker_extras.hpp"

#include <algorithm>
#include <unordered_set>

namespace axle {

namespace {

bool tests_extra(const MarkerTable& table, MarkerId id) {
  return table.tests.at(table.test(id)).kind == TestKind::extra;
}

MarkerId any_edge(MarkerTable& table, MarkerId id) {
  MarkerId any = never_id;
  const MarkerEdges edges = table.edges(id);
  for (std::size_t i = 0; i < edges.size(); ++i) any = table.either(any, edges[i]);
  return any;
}

// Quantifies away the tests that are extras, or those that are not.
MarkerId quantify(MarkerTable& table, MarkerId id, bool away_with_extras, MarkerMemo& memo) {
  if (is_constant(id)) return id;
  if (const auto known = memo.find(id)) return *known;
  const MarkerDepth depth(table);
  if (!table.spend(table.edges(id).size())) return never_id;
  const auto next = [&](MarkerId child) { return quantify(table, child, away_with_extras, memo); };
  const MarkerId result = tests_extra(table, id) == away_with_extras ? next(any_edge(table, id))
                                                                     : map_edges(table, id, next);
  if (!table.is_over()) memo.put(id, 0, result);
  return result;
}

void collect(const MarkerTable& table, MarkerId id, std::unordered_set<MarkerId>& seen,
             std::vector<TestId>& found) {
  if (is_constant(id) || !seen.insert(id & ~MarkerId{1}).second) return;
  if (tests_extra(table, id)) found.push_back(table.test(id));
  const MarkerEdges edges = table.edges(id);
  for (std::size_t i = 0; i < edges.size(); ++i) collect(table, edges[i], seen, found);
}

MarkerId assume(MarkerTable& table, MarkerId id,
                const std::function<std::optional<bool>(TestId)>& decide, MarkerMemo& memo) {
  if (is_constant(id)) return id;
  if (const auto known = memo.find(id)) return *known;
  const MarkerDepth depth(table);
  if (!table.spend(table.edges(id).size())) return never_id;
  const auto next = [&](MarkerId child) { return assume(table, child, decide, memo); };
  std::optional<bool> answer;
  if (table.tests.at(table.test(id)).is_boolean()) answer = decide(table.test(id));
  const MarkerId result =
      answer ? next(table.edges(id)[*answer ? 0 : 1]) : map_edges(table, id, next);
  if (!table.is_over()) memo.put(id, 0, result);
  return result;
}

}  // namespace

MarkerId without_extras(MarkerTable& table, MarkerId id) {
  return quantify(table, id, true, table.without_extras);
}

MarkerId only_extras(MarkerTable& table, MarkerId id) {
  return quantify(table, id, false, table.only_extras);
}

std::vector<TestId> extra_tests(const MarkerTable& table, MarkerId id) {
  std::unordered_set<MarkerId> seen;
  std::vector<TestId> found;
  collect(table, id, seen, found);
  std::sort(found.begin(), found.end(),
            [&](TestId a, TestId b) { return table.tests.compare(a, b) < 0; });
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

MarkerId assuming(MarkerTable& table, MarkerId id,
                  const std::function<std::optional<bool>(TestId)>& decide) {
  MarkerMemo memo;
  return assume(table, id, decide, memo);
}

MarkerId assuming_all_extras(MarkerTable& table, MarkerId id, bool hold) {
  return assume(
      table, id,
      [&](TestId test) {
        const bool is_extra = table.tests.at(test).kind == TestKind::extra;
        return is_extra ? std::optional(hold) : std::nullopt;
      },
      hold ? table.all_extras_on : table.all_extras_off);
}

}  // namespace axle
