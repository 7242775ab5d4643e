// SPDX-License-Identifier: MIT
#include "markers/marker_python.hpp"

#include <unordered_set>

namespace axle {

namespace {

MarkerValueId release_of(MarkerTable& table, const PythonBound& bound) {
  return table.releases.intern(trimmed(bound.version.release()));
}

// `bounds` is not empty. Memoised in the table by marker and by the diagram of the bounds.
MarkerId simplify(MarkerTable& table, MarkerId id, const MarkerTable::Interval& bounds,
                  MarkerId bounds_id) {
  if (is_constant(id) || table.test(id) > python_full_version_test) return id;
  const MarkerId complement = id & 1U;
  id ^= complement;
  if (const auto known = table.simplified.find(id, bounds_id)) return *known ^ complement;
  const MarkerDepth depth(table);
  const MarkerEdges edges = table.edges(id);
  if (!table.spend(edges.size())) return never_id;

  MarkerId result = never_id;
  if (table.test(id) != python_full_version_test) {
    result = map_edges(table, id,
                       [&](MarkerId child) { return simplify(table, child, bounds, bounds_id); });
  } else {
    const auto compare = [&](MarkerCut a, MarkerCut b) {
      return table.compare_cuts(python_full_version_test, a, b);
    };
    MarkerNodeBuilder built(table, python_full_version_test);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      const bool ends_before =
          bounds.has_lower && i + 1 < edges.size() && compare(edges.cut(i), bounds.lower) <= 0;
      const bool starts_after =
          bounds.has_upper && i > 0 && compare(edges.cut(i - 1), bounds.upper) >= 0;
      if (!ends_before && !starts_after) built.add(i == 0 ? 0 : edges.cut(i - 1), edges[i]);
    }
    result = built.finish();
  }
  if (!table.is_over()) table.simplified.put(id, bounds_id, result);
  return result ^ complement;
}

class RangeSearch {
 public:
  explicit RangeSearch(const MarkerTable& table) : table_(table) {}

  void visit(MarkerId id) {
    if (id == never_id) return;
    // Past python_full_version no test speaks of it, and every node but `never` can come true.
    if (id == always_id || table_.test(id) > python_full_version_test) return unite({});
    if (!seen_.insert(id).second) return;
    const MarkerEdges edges = table_.edges(id);
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (table_.test(id) != python_full_version_test)
        visit(edges[i]);
      else if (edges[i] != never_id)
        unite(interval_of(edges, i));
    }
  }

  std::optional<MarkerTable::Interval> found() const { return constrained_ ? all_ : std::nullopt; }

 private:
  static MarkerTable::Interval interval_of(const MarkerEdges& edges, std::size_t i) {
    MarkerTable::Interval interval;
    interval.has_lower = i > 0;
    if (interval.has_lower) interval.lower = edges.cut(i - 1);
    interval.has_upper = i + 1 < edges.size();
    if (interval.has_upper) interval.upper = edges.cut(i);
    return interval;
  }

  void unite(const MarkerTable::Interval& more) {
    constrained_ = constrained_ || more.has_lower || more.has_upper;
    if (!all_) {
      all_ = more;
      return;
    }
    const auto less = [&](MarkerCut a, MarkerCut b) {
      return table_.compare_cuts(python_full_version_test, a, b) < 0;
    };
    all_->has_lower = all_->has_lower && more.has_lower;
    if (all_->has_lower && less(more.lower, all_->lower)) all_->lower = more.lower;
    all_->has_upper = all_->has_upper && more.has_upper;
    if (all_->has_upper && less(all_->upper, more.upper)) all_->upper = more.upper;
  }

  const MarkerTable& table_;
  std::unordered_set<MarkerId> seen_;
  std::optional<MarkerTable::Interval> all_;
  bool constrained_ = false;
};

}  // namespace

MarkerTable::Interval python_interval(MarkerTable& table, const PythonBounds& bounds) {
  using Kind = PythonBound::Kind;
  MarkerTable::Interval interval;
  interval.has_lower = bounds.lower.kind != Kind::unbounded;
  interval.has_upper = bounds.upper.kind != Kind::unbounded;
  if (interval.has_lower) {
    const MarkerValueId release = release_of(table, bounds.lower);
    interval.lower = bounds.lower.kind == Kind::included ? cut_before(release) : cut_after(release);
  }
  if (interval.has_upper) {
    const MarkerValueId release = release_of(table, bounds.upper);
    interval.upper = bounds.upper.kind == Kind::included ? cut_after(release) : cut_before(release);
  }
  return interval;
}

MarkerId simplified_by_python(MarkerTable& table, MarkerId id,
                              const MarkerTable::Interval& bounds) {
  if (is_constant(id) || (!bounds.has_lower && !bounds.has_upper)) return id;
  const MarkerId bounds_id = table.within(python_full_version_test, bounds);
  if (bounds_id == never_id) {
    // No Python at all: whatever depends on its version is false.
    const bool tests_python = python_range_of(table, id) || python_range_of(table, negated(id));
    return tests_python ? never_id : id;
  }
  return simplify(table, id, bounds, bounds_id);
}

std::optional<MarkerTable::Interval> python_range_of(const MarkerTable& table, MarkerId id) {
  RangeSearch search(table);
  search.visit(id);
  return search.found();
}

}  // namespace axle
