// SPDX-License-Identifier: MIT
#include "markers/marker_guard.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace axle {

namespace {

using Interval = MarkerTable::Interval;

// By MarkerVariable.
constexpr std::array<std::string_view, 10> names = {"os_name",
                                                    "sys_platform",
                                                    "platform_system",
                                                    "platform_machine",
                                                    "platform_python_implementation",
                                                    "platform_release",
                                                    "platform_version",
                                                    "implementation_name",
                                                    "implementation_version",
                                                    "python_full_version"};
// Versions by name, then strings by name, then lists, then extras.
constexpr std::array<unsigned, 10> kinds = {3, 9, 7, 4, 5, 6, 8, 2, 0, 1};
constexpr unsigned extras_kind = 10, groups_kind = 11, extra_kind = 12;

std::string in_quotes(std::string_view value) {
  const char quote = value.find('\'') == std::string_view::npos ? '\'' : '"';
  std::string text(1, quote);
  text.append(value).push_back(quote);
  return text;
}

class TermWriter {
 public:
  TermWriter(const MarkerTable& table, TestId test)
      : table_(table), id_(test), test_(table.tests.at(test)) {}

  std::vector<std::vector<MarkerTerm>> boolean(const MarkerGuard& guard) const {
    if (guard.when_true && guard.when_false) return {{}};
    return {{boolean_term(guard.when_true)}};
  }

  std::vector<std::vector<MarkerTerm>> intervals(const std::vector<Interval>& all) const {
    if (test_.kind != TestKind::version_string) {
      if (auto terms = as_inequalities(all)) return {std::move(*terms)};
      if (auto text = as_excluded_star(all)) return {{comparison("!=", *text)}};
    }
    std::vector<std::vector<MarkerTerm>> alternatives;
    for (const Interval& interval : all) alternatives.push_back(as_bounds(interval));
    return alternatives;
  }

 private:
  MarkerTerm boolean_term(bool holds) const {
    const std::string& text = table_.strings.at(test_.text);
    if (test_.kind == TestKind::extra)
      return {extra_kind, (holds ? "extra == " : "extra != ") + in_quotes(text), id_, holds};
    if (test_.kind == TestKind::list) {
      const bool is_extras =
          test_.list == MarkerList::extras || test_.list == MarkerList::extras_other;
      return {is_extras ? extras_kind : groups_kind,
              in_quotes(text) + (holds ? " in " : " not in ") +
                  (is_extras ? "extras" : "dependency_groups"),
              id_, false};
    }
    const auto variable = static_cast<std::size_t>(test_.variable);
    const std::string op = holds ? " in " : " not in ";
    const std::string name(names[variable]);
    return {kinds[variable],
            test_.kind == TestKind::in ? name + op + in_quotes(text) : in_quotes(text) + op + name,
            id_, false};
  }

  MarkerTerm comparison(std::string_view op, std::string_view value) const {
    const auto variable = static_cast<std::size_t>(test_.variable);
    std::string text(names[variable]);
    text.append(" ").append(op).append(" ").append(in_quotes(value));
    return {kinds[variable], std::move(text), id_, false};
  }

  std::string value_text(MarkerCut cut) const {
    return test_.has_versions() ? to_text(table_.releases.at(value_of(cut)))
                                : table_.strings.at(value_of(cut));
  }

  // Everything but some points.
  std::optional<std::vector<MarkerTerm>> as_inequalities(const std::vector<Interval>& all) const {
    if (all.front().has_lower || all.back().has_upper) return std::nullopt;
    std::vector<MarkerTerm> terms;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      const MarkerCut end = all[i].upper;
      if (end != cut_before(value_of(end)) || all[i + 1].lower != cut_after(value_of(end)))
        return std::nullopt;
      terms.push_back(comparison("!=", value_text(end)));
    }
    return terms;
  }

  // "3.8.*" if the releases between the cuts are those of one minor version.
  std::optional<std::string> star(MarkerCut from, MarkerCut to) const {
    if (test_.kind != TestKind::version || from != cut_before(value_of(from)) ||
        to != cut_before(value_of(to)))
      return std::nullopt;
    MarkerRelease first = table_.releases.at(value_of(from));
    if (first.size() == 1) first.push_back(0);
    if (first.size() != 2) return std::nullopt;
    if (table_.releases.at(value_of(to)) != MarkerRelease{first[0], first[1] + 1})
      return std::nullopt;
    return to_text(first) + ".*";
  }

  std::optional<std::string> as_excluded_star(const std::vector<Interval>& all) const {
    if (all.size() != 2 || all[0].has_lower || all[1].has_upper) return std::nullopt;
    return star(all[0].upper, all[1].lower);
  }

  std::vector<MarkerTerm> as_bounds(const Interval& interval) const {
    std::vector<MarkerTerm> terms;
    if (interval.has_lower && interval.has_upper) {
      const MarkerValueId value = value_of(interval.lower);
      if (interval.lower == cut_before(value) && interval.upper == cut_after(value))
        return {comparison("==", value_text(interval.lower))};
      if (const auto text = star(interval.lower, interval.upper)) return {comparison("==", *text)};
    }
    if (interval.has_lower) {
      const bool after = interval.lower == cut_after(value_of(interval.lower));
      terms.push_back(comparison(after ? ">" : ">=", value_text(interval.lower)));
    }
    if (interval.has_upper) {
      const bool after = interval.upper == cut_after(value_of(interval.upper));
      terms.push_back(comparison(after ? "<=" : "<", value_text(interval.upper)));
    }
    return terms;
  }

  const MarkerTable& table_;
  TestId id_;
  const Test& test_;
};

}  // namespace

void widen(const MarkerTable& table, TestId test, MarkerGuard& guard, const MarkerGuard& more) {
  guard.always = guard.always || more.always;
  guard.when_true = guard.when_true || more.when_true;
  guard.when_false = guard.when_false || more.when_false;
  if (more.intervals.empty()) return;
  auto& all = guard.intervals;
  all.insert(all.end(), more.intervals.begin(), more.intervals.end());
  std::sort(all.begin(), all.end(), [&](const Interval& a, const Interval& b) {
    if (!a.has_lower || !b.has_lower) return !a.has_lower && b.has_lower;
    return table.compare_cuts(test, a.lower, b.lower) < 0;
  });
  std::vector<Interval> joined;
  for (const Interval& interval : all) {
    if (!joined.empty() && joined.back().has_upper && joined.back().upper == interval.lower) {
      joined.back().has_upper = interval.has_upper;
      joined.back().upper = interval.upper;
    } else {
      joined.push_back(interval);
    }
  }
  all = std::move(joined);
}

MarkerId marker_of(MarkerTable& table, TestId test, const MarkerGuard& guard) {
  if (guard.always) return always_id;
  if (table.tests.at(test).is_boolean())
    return table.boolean(test, guard.when_true ? always_id : never_id,
                         guard.when_false ? always_id : never_id);
  MarkerNodeBuilder built(table, test);
  if (guard.intervals.front().has_lower) built.add(0, never_id);
  for (const Interval& interval : guard.intervals) {
    built.add(interval.lower, always_id);
    if (interval.has_upper) built.add(interval.upper, never_id);
  }
  return built.finish();
}

std::vector<std::vector<MarkerTerm>> terms_of(const MarkerTable& table, TestId test,
                                              const MarkerGuard& guard) {
  if (guard.always) return {{}};
  const TermWriter writer(table, test);
  return table.tests.at(test).is_boolean() ? writer.boolean(guard)
                                           : writer.intervals(guard.intervals);
}

}  // namespace axle
