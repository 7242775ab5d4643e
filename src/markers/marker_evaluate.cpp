// SPDX-License-Identifier: MIT
#include "markers/marker_evaluate.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "axle/versions/version.hpp"

namespace axle {

namespace {

// Only the release counts: 3.13.0rc1 is a 3.13, whose python_version is "3.13".
std::optional<MarkerRelease> release_of(std::string_view text) {
  const Result<Version> version = Version::parse(text);
  if (!version) return std::nullopt;
  return trimmed(version->release());
}

class Evaluation {
 public:
  Evaluation(const MarkerTable& table, const MarkerEnvironment& environment,
             const ActiveNames& active)
      : table_(table), environment_(environment), active_(active) {}

  bool holds(MarkerId id) {
    while (!is_constant(id)) {
      const std::optional<std::size_t> edge = edge_of(id);
      if (!edge) return false;
      id = table_.edges(id)[*edge];
    }
    return id == always_id;
  }

 private:
  // None where the machine has nothing that can be compared.
  std::optional<std::size_t> edge_of(MarkerId id) {
    const Test& test = table_.tests.at(table_.test(id));
    switch (test.kind) {
      case TestKind::string:
        return string_edge(table_.edges(id), text_of(test.variable));
      case TestKind::version_string:
      case TestKind::version:
        return version_edge(table_.edges(id), test.variable);
      case TestKind::in:
        return edge_if(table_.strings.at(test.text).find(text_of(test.variable)) !=
                       std::string::npos);
      case TestKind::contains:
        return edge_if(text_of(test.variable).find(table_.strings.at(test.text)) !=
                       std::string_view::npos);
      case TestKind::extra:
        return edge_if(is_among(active_.extra, test.text));
      case TestKind::list:
        if (test.list == MarkerList::extras) return edge_if(is_among(active_.extras, test.text));
        if (test.list == MarkerList::groups) return edge_if(is_among(active_.groups, test.text));
        return std::nullopt;  // what is no name is on no list, nor off it
    }
    return std::nullopt;
  }

  static std::size_t edge_if(bool holds) { return holds ? 0 : 1; }

  template <class Name>
  bool is_among(std::span<const Name> names, MarkerValueId text) const {
    const std::string& wanted = table_.strings.at(text);
    return std::ranges::any_of(names, [&](const Name& name) { return name.text() == wanted; });
  }

  std::string_view text_of(MarkerVariable variable) const {
    switch (variable) {
      case MarkerVariable::os_name:
        return environment_.os_name;
      case MarkerVariable::sys_platform:
        return environment_.sys_platform;
      case MarkerVariable::platform_system:
        return environment_.platform_system;
      case MarkerVariable::platform_machine:
        return environment_.platform_machine;
      case MarkerVariable::platform_python_implementation:
        return environment_.platform_python_implementation;
      case MarkerVariable::platform_release:
        return environment_.platform_release;
      case MarkerVariable::platform_version:
        return environment_.platform_version;
      case MarkerVariable::implementation_name:
        return environment_.implementation_name;
      case MarkerVariable::implementation_version:
        return environment_.implementation_version;
      case MarkerVariable::python_full_version:
        return environment_.python_full_version;
      case MarkerVariable::python_version:
        return environment_.python_version;
    }
    return {};
  }

  // The edge whose interval has the value; `is_below(cut)` says whether the value lies before it.
  template <class IsBelow>
  static std::size_t edge_by_cuts(const MarkerEdges& edges, IsBelow is_below) {
    std::size_t low = 0;
    std::size_t high = edges.size() - 1;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (is_below(edges.cut(middle)))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  }

  std::size_t string_edge(const MarkerEdges& edges, std::string_view text) const {
    return edge_by_cuts(edges, [&](MarkerCut cut) {
      const auto order = text <=> std::string_view(table_.strings.at(value_of(cut)));
      return order < 0 || (order == 0 && cut == cut_after(value_of(cut)));
    });
  }

  std::optional<std::size_t> version_edge(const MarkerEdges& edges, MarkerVariable variable) {
    const auto [known, is_new] = releases_.try_emplace(static_cast<int>(variable));
    if (is_new) known->second = release_of(text_of(variable));
    const std::optional<MarkerRelease>& release = known->second;
    if (!release) return std::nullopt;
    return edge_by_cuts(edges, [&](MarkerCut cut) {
      const auto order = *release <=> table_.releases.at(value_of(cut));
      return order < 0 || (order == 0 && cut == cut_after(value_of(cut)));
    });
  }

  const MarkerTable& table_;
  const MarkerEnvironment& environment_;
  const ActiveNames& active_;
  std::unordered_map<int, std::optional<MarkerRelease>> releases_;
};

bool search(const MarkerTable& table, MarkerId id, std::span<const ExtraName> extras, bool every,
            std::unordered_map<MarkerId, bool>& seen) {
  if (is_constant(id)) return id == always_id;
  if (const auto known = seen.find(id); known != seen.end()) return known->second;
  const MarkerEdges edges = table.edges(id);
  const Test& test = table.tests.at(table.test(id));
  bool result = every;
  if (test.kind == TestKind::extra) {
    const std::string& wanted = table.strings.at(test.text);
    const bool active =
        std::ranges::any_of(extras, [&](const ExtraName& name) { return name.text() == wanted; });
    result = search(table, edges[active ? 0 : 1], extras, every, seen);
  } else {
    for (std::size_t i = 0; i < edges.size() && result == every; ++i)
      result = search(table, edges[i], extras, every, seen);
  }
  seen.emplace(id, result);
  return result;
}

}  // namespace

bool evaluate_marker(const MarkerTable& table, MarkerId id, const MarkerEnvironment& environment,
                     const ActiveNames& active) {
  return Evaluation(table, environment, active).holds(id);
}

bool holds_with_extras(const MarkerTable& table, MarkerId id, std::span<const ExtraName> extras,
                       bool every) {
  std::unordered_map<MarkerId, bool> seen;
  return search(table, id, extras, every, seen);
}

}  // namespace axle
