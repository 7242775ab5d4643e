// SPDX-License-Identifier: MIT
#include "axle/markers/marker.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "axle/markers/marker_environment.hpp"
#include "axle/versions/version.hpp"
#include "base/try.hpp"
#include "markers/marker_atom.hpp"
#include "markers/marker_evaluate.hpp"
#include "markers/marker_extras.hpp"
#include "markers/marker_order.hpp"
#include "markers/marker_parse.hpp"
#include "markers/marker_platform.hpp"
#include "markers/marker_python.hpp"
#include "markers/marker_restrict.hpp"
#include "markers/marker_table.hpp"
#include "markers/marker_text.hpp"

namespace axle {

struct MarkerAccess {
  static Marker make(MarkerId id) { return Marker(id); }
};

namespace {

constexpr std::size_t longest_text = std::size_t{1} << 20U;
// What one operation may do: some seconds' worth. A text may do what honest ones of its length
// need.
constexpr std::uint64_t work_of_operation = 16'000'000;
constexpr std::uint64_t work_of_text = 20'000, work_of_byte = 100;
// Locks repeat few and short texts very often.
constexpr std::size_t most_remembered = 1U << 16U, longest_remembered = 1024;

// One public operation: its result in canonical form, or never if the table is exhausted by it.
template <class Operation>
Marker apply(Operation operation) {
  return marker_table().with([&](MarkerTable& table) {
    if (table.exhausted) return Marker::never();
    table.begin(work_of_operation);
    const MarkerId id = canonical_on_platforms(table, operation(table));
    if (!table.is_over()) return MarkerAccess::make(id);
    table.exhausted = true;
    return Marker::never();
  });
}

Result<MarkerId> parse_and_remember(MarkerTable& table, std::string_view text) {
  const bool is_short = text.size() <= longest_remembered;
  std::string key;
  if (is_short) {
    key = text;
    if (const auto known = table.parsed.find(key); known != table.parsed.end())
      return known->second;
  }
  table.begin(work_of_text + work_of_byte * text.size());
  DiagramAtoms atoms(table);
  TRY(const MarkerId id, parse_marker(table, atoms, text));
  if (is_short) {
    if (table.parsed.size() >= most_remembered) table.parsed.clear();
    table.parsed.emplace(std::move(key), id);
  }
  return id;
}

std::string write_and_remember(MarkerTable& table, MarkerId id) {
  if (const auto known = table.written.find(id); known != table.written.end()) return known->second;
  table.begin(work_of_operation);
  std::string text = canonical_text(table, id);
  if (table.is_over()) {
    table.exhausted = true;
    return {};
  }
  if (table.written.size() >= most_remembered) table.written.clear();
  if (text.size() <= longest_remembered) table.written.emplace(id, text);
  return text;
}

ExtraName extra_name_of(const MarkerTable& table, TestId test) {
  // It was a name when it came in.
  return *ExtraName::parse(table.strings.at(table.tests.at(test).text));
}

PythonBound bound_of(const MarkerTable& table, bool has, MarkerCut cut, bool is_lower) {
  if (!has) return {};
  const bool after = cut == cut_after(value_of(cut));
  return {after == is_lower ? PythonBound::Kind::excluded : PythonBound::Kind::included,
          *Version::parse(to_text(table.releases.at(value_of(cut))))};
}

}  // namespace

Result<Marker> Marker::parse(std::string_view text) {
  if (text.size() > longest_text)
    return fail(ErrorKind::invalid_input,
                fmt::format("a marker of {} bytes is too long", text.size()));
  return marker_table().with([&](MarkerTable& table) -> Result<Marker> {
    TRY(const MarkerId id, parse_and_remember(table, text));
    return Marker(id);
  });
}

std::optional<Marker> Marker::comparison(MarkerVariable variable, MarkerOperator op,
                                         std::string_view value) {
  bool is_left_out = false;
  const Marker marker = apply([&](MarkerTable& table) {
    const auto atom = comparison_atom(table, variable, op, value, false);
    is_left_out = !atom;
    return atom.value_or(always_id);
  });
  return is_left_out ? std::nullopt : std::optional(marker);
}

Marker Marker::string_equals(MarkerVariable variable, std::string_view value) {
  return comparison(variable, MarkerOperator::equal, value).value_or(never());
}

Marker Marker::python_within(const PythonBounds& bounds) {
  return apply([&](MarkerTable& table) {
    return table.within(python_full_version_test, python_interval(table, bounds));
  });
}

Marker Marker::extra(const ExtraName& name) {
  return apply([&](MarkerTable& table) {
    return extra_atom(table, MarkerOperator::equal, name.text()).value_or(never_id);
  });
}

Marker operator&(Marker a, Marker b) {
  if (a.is_always() || b.is_never() || a == b) return b;
  if (b.is_always() || a.is_never()) return a;
  return apply([&](MarkerTable& table) { return table.both(a.id_, b.id_); });
}

Marker operator|(Marker a, Marker b) { return ~(~a & ~b); }

bool Marker::is_disjoint(Marker other) const { return (*this & other).is_never(); }

bool Marker::evaluate(const MarkerEnvironment& environment,
                      std::span<const ExtraName> extras) const {
  if (is_constant(id_)) return is_always();
  return marker_table().with([&](const MarkerTable& table) {
    return evaluate_marker(table, id_, environment, {extras, {}, {}});
  });
}

bool Marker::evaluate_pylock(const MarkerEnvironment& environment,
                             std::span<const ExtraName> extras,
                             std::span<const GroupName> groups) const {
  if (is_constant(id_)) return is_always();
  return marker_table().with([&](const MarkerTable& table) {
    return evaluate_marker(table, id_, environment, {{}, extras, groups});
  });
}

bool Marker::may_hold_with(std::span<const ExtraName> extras) const {
  return marker_table().with(
      [&](const MarkerTable& table) { return holds_with_extras(table, id_, extras, false); });
}

bool Marker::must_hold_with(std::span<const ExtraName> extras) const {
  return marker_table().with(
      [&](const MarkerTable& table) { return holds_with_extras(table, id_, extras, true); });
}

std::optional<std::string> Marker::to_text() const {
  constexpr std::string_view never_text = "python_version < '0'";
  if (is_always()) return std::nullopt;
  if (is_never()) return std::string(never_text);
  return marker_table().with([&](MarkerTable& table) {
    if (table.exhausted) return std::string(never_text);
    std::string text = write_and_remember(table, id_);
    return table.exhausted ? std::string(never_text) : text;
  });
}

Marker Marker::restrict(Marker assumption) const {
  return apply([&](MarkerTable& table) { return restricted(table, id_, assumption.id_); });
}

Marker Marker::simplify_python(const PythonBounds& bounds) const {
  if (is_constant(id_) || bounds.is_unbounded()) return *this;
  return apply([&](MarkerTable& table) {
    return simplified_by_python(table, id_, python_interval(table, bounds));
  });
}

Marker Marker::complexify_python(const PythonBounds& bounds) const {
  if (is_never() || bounds.is_unbounded()) return *this;
  return *this & python_within(bounds);
}

Marker Marker::without_extras() const {
  if (is_constant(id_)) return *this;
  return apply([&](MarkerTable& table) { return axle::without_extras(table, id_); });
}

Marker Marker::only_extras() const {
  if (is_constant(id_)) return *this;
  return apply([&](MarkerTable& table) { return axle::only_extras(table, id_); });
}

Marker Marker::assume_extra(const ExtraName& name, bool holds) const {
  if (is_constant(id_)) return *this;
  return apply([&](MarkerTable& table) {
    const TestId test =
        table.tests.intern({TestKind::extra, {}, {}, table.strings.intern(name.text())});
    return assuming(table, id_, [&](TestId other) {
      return other == test ? std::optional(holds) : std::nullopt;
    });
  });
}

Marker Marker::assume_extras(
    const std::function<std::optional<bool>(const ExtraName&)>& decide) const {
  if (is_constant(id_)) return *this;
  return apply([&](MarkerTable& table) {
    return assuming(table, id_, [&](TestId test) -> std::optional<bool> {
      if (table.tests.at(test).kind != TestKind::extra) return std::nullopt;
      return decide(extra_name_of(table, test));
    });
  });
}

Marker Marker::assume_all_extras(bool hold) const {
  if (is_constant(id_)) return *this;
  return apply([&](MarkerTable& table) { return assuming_all_extras(table, id_, hold); });
}

bool Marker::mentions_extras() const {
  return !is_constant(id_) && marker_table().with([&](const MarkerTable& table) {
    return !extra_tests(table, id_).empty();
  });
}

std::vector<ExtraName> Marker::extras() const {
  return marker_table().with([&](const MarkerTable& table) {
    std::vector<ExtraName> names;
    for (const TestId test : extra_tests(table, id_)) names.push_back(extra_name_of(table, test));
    return names;
  });
}

std::optional<ExtraName> Marker::top_level_extra() const {
  if (is_constant(id_)) return std::nullopt;
  return marker_table().with([&](MarkerTable& table) -> std::optional<ExtraName> {
    const TestId first = table.test(id_);
    // As uv does it: `extra == 'a' or extra == 'b'` is taken for `extra == 'a'`.
    if (table.tests.at(first).kind == TestKind::extra && table.edges(id_)[0] == always_id)
      return extra_name_of(table, first);
    table.begin(work_of_operation);
    MarkerClauses clauses = cover_of(table, id_);
    sort_by_kind(clauses);
    std::optional<std::uint32_t> common;
    for (const auto& clause : clauses.clauses) {
      const auto is_extra = [&](std::uint32_t term) { return clauses.terms[term].is_extra; };
      const auto found = std::ranges::find_if(clause, is_extra);
      if (found == clause.end() || (common && *common != *found)) return std::nullopt;
      common = *found;
    }
    if (!common) return std::nullopt;
    return extra_name_of(table, clauses.terms[*common].test);
  });
}

std::optional<PythonBounds> Marker::python_range() const {
  if (is_constant(id_)) return std::nullopt;
  return marker_table().with([&](const MarkerTable& table) -> std::optional<PythonBounds> {
    const auto range = python_range_of(table, id_);
    if (!range) return std::nullopt;
    return PythonBounds{bound_of(table, range->has_lower, range->lower, true),
                        bound_of(table, range->has_upper, range->upper, false)};
  });
}

Result<void> Marker::check_capacity() {
  return marker_table().with([](const MarkerTable& table) -> Result<void> {
    if (!table.exhausted) return {};
    return fail(ErrorKind::invalid_input,
                "the environment markers of this project and its dependencies are too complex",
                "limit the environments with `tool.uv.environments`");
  });
}

std::strong_ordering operator<=>(Marker a, Marker b) {
  if (a == b) return std::strong_ordering::equal;
  return marker_table().with(
      [&](const MarkerTable& table) { return compare_trees(table, a.id_, b.id_); });
}

}  // namespace axle
