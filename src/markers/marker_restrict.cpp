// SPDX-License-Identifier: MIT
#include "markers/marker_restrict.hpp"

#include <optional>

namespace axle {

namespace {

class Restriction {
 public:
  explicit Restriction(MarkerTable& table) : table_(table) {}

  MarkerId of(MarkerId id, MarkerId assumption) {
    if (assumption == always_id || is_constant(id)) return id;
    if (assumption == never_id || id == negated(assumption)) return never_id;
    if (id == assumption) return always_id;
    if (const auto known = known_.find(id, assumption)) return *known;
    const MarkerDepth depth(table_);
    if (!table_.spend(table_.edges(id).size() + table_.edges(assumption).size())) return never_id;

    const auto order = table_.tests.compare(table_.test(id), table_.test(assumption));
    const MarkerId result =
        order < 0 ? map_edges(
                        table_, id, [&](MarkerId child) { return of(child, assumption); })
        : order > 0 ? of(id, without_first_test(assumption))
                    : pair_up(id, assumption);
    if (!table_.is_over()) known_.put(id, assumption, result);
    return result;
  }

 private:
  MarkerId without_first_test(MarkerId assumption) {
    MarkerId any = never_id;
    const MarkerEdges edges = table_.edges(assumption);
    for (std::size_t i = 0; i < edges.size(); ++i) any = table_.either(any, edges[i]);
    return any;
  }

  MarkerId pair_up(MarkerId id, MarkerId assumption) {
    // What cannot be reached may be anything: it takes the first edge that can, so that edges
    // merge.
    std::optional<MarkerId> reachable;
    visit_pairs(table_, id, assumption, [&](MarkerCut, MarkerId child, MarkerId holds) {
      if (!reachable && holds != never_id) reachable = of(child, holds);
    });
    const auto edge = [&](MarkerId child, MarkerId holds) {
      return holds == never_id ? *reachable : of(child, holds);
    };
    const TestId test = table_.test(id);
    if (table_.tests.at(test).is_boolean()) {
      const MarkerId when_true = edge(table_.edges(id)[0], table_.edges(assumption)[0]);
      return table_.boolean(test, when_true,
                            edge(table_.edges(id)[1], table_.edges(assumption)[1]));
    }
    MarkerNodeBuilder built(table_, test);
    visit_pairs(table_, id, assumption, [&](MarkerCut start, MarkerId child, MarkerId holds) {
      built.add(start, edge(child, holds));
    });
    return built.finish();
  }

  MarkerTable& table_;
  MarkerMemo known_;
};

}  // namespace

MarkerId restricted(MarkerTable& table, MarkerId id, MarkerId assumption) {
  return Restriction(table).of(id, assumption);
}

}  // namespace axle
