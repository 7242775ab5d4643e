// SPDX-License-Identifier: MIT
#include "poetry/environment_split.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "axle/standards/lenient.hpp"
#include "axle/versions/version_range.hpp"

namespace axle {
namespace {

constexpr std::size_t most_environments = 16;

struct Need {
  const TomlValue* list;
  VersionRange range;
  Marker marker;
};
using Needs = std::map<PackageName, std::vector<Need>>;

void collect(const TomlValue* list, Needs& needs) {
  if (list == nullptr) return;
  for (const TomlValue& item : list->items) {
    if (!item.is_string()) continue;
    const auto requirement = parse_lenient_requirement(item.text);
    if (!requirement) continue;
    needs[requirement->name].push_back({.list = list,
                                        .range = VersionRange::from(requirement->specifiers),
                                        .marker = requirement->marker});
  }
}

Needs needs_of(const TomlValue& root) {
  Needs needs;
  collect(root.find_path({"project", "dependencies"}), needs);
  for (const TomlValue* const lists :
       {root.find_path({"project", "optional-dependencies"}), root.find("dependency-groups")})
    if (lists != nullptr)
      for (const TomlEntry& entry : lists->entries) collect(&entry.value, needs);
  return needs;
}

/// Whether what the two need is not the same wherever one of them holds.
bool differ_by_environment(const Need& one, const Need& two) {
  if (one.marker.is_disjoint(two.marker)) return !(one.range == two.range);
  const VersionRange both = one.range.intersect(two.range);
  return (!one.marker.implies(two.marker) && !(both == one.range)) ||
         (!two.marker.implies(one.marker) && !(both == two.range));
}

/// A resolver splits by itself between requirements of one list whose markers exclude each other,
/// and no version of one environment is taken over by the other if their ranges do as well.
bool are_apart_already(const Need& one, const Need& two) {
  return one.list == two.list && one.marker.is_disjoint(two.marker) &&
         (one.range == two.range || one.range.is_disjoint(two.range));
}

/// `differ_in_source`: the entries of the package name several sources, and more than one list has
/// it; that of one list for Linux counts for the others there.
bool must_be_apart(const Need& one, const Need& two, bool differ_in_source) {
  if (differ_in_source && one.marker.is_disjoint(two.marker)) return true;
  return !are_apart_already(one, two) && differ_by_environment(one, two);
}

bool are_in_one_list(const std::vector<Need>& needs) {
  return std::ranges::all_of(needs,
                             [&](const Need& need) { return need.list == needs.front().list; });
}

void split_by(Marker marker, std::vector<Marker>& environments) {
  std::vector<Marker> parts;
  for (const Marker environment : environments)
    for (const Marker part : {environment & marker, environment & ~marker})
      if (!part.is_never()) parts.push_back(part);
  if (parts.size() <= most_environments) environments = std::move(parts);
}

VersionRange range_in(Marker environment, const std::vector<Need>& needs) {
  VersionRange range = VersionRange::full();
  for (const Need& need : needs)
    if (!environment.is_disjoint(need.marker)) range = range.intersect(need.range);
  return range;
}

/// A resolver keeps the versions of one environment for the next, where they fit. Poetry takes the
/// greatest in each: so those go first that let in greater versions than others do.
void put_highest_first(std::vector<Marker>& environments,
                       const std::vector<const std::vector<Need>*>& contended) {
  std::vector<std::pair<std::size_t, Marker>> ranked;
  for (const Marker environment : environments) ranked.emplace_back(0, environment);
  for (const std::vector<Need>* const needs : contended)
    for (auto& [rank, environment] : ranked) {
      const auto own = range_in(environment, *needs).hull().upper;
      rank += static_cast<std::size_t>(std::ranges::count_if(environments, [&](Marker other) {
        return compare_upper(range_in(other, *needs).hull().upper, own) > 0;
      }));
    }
  std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, Marker>::first);
  std::ranges::transform(ranked, environments.begin(), &std::pair<std::size_t, Marker>::second);
}

}  // namespace

std::vector<Marker> environment_split(const TomlValue& root) {
  std::vector<Marker> environments{Marker::always()};
  const Needs all_needs = needs_of(root);
  std::vector<const std::vector<Need>*> contended;
  const TomlValue* const sources = root.find_path({"tool", "uv", "sources"});
  for (const auto& [name, needs] : all_needs) {
    const TomlValue* const source = sources != nullptr ? sources->find(name.text()) : nullptr;
    const bool differ_in_source =
        source != nullptr && source->is_array() && !are_in_one_list(needs);
    for (std::size_t at = 0; at < needs.size(); ++at)
      for (std::size_t before = 0; before < at; ++before) {
        if (!must_be_apart(needs[before], needs[at], differ_in_source)) continue;
        split_by(needs[before].marker, environments);
        split_by(needs[at].marker, environments);
        if (contended.empty() || contended.back() != &needs) contended.push_back(&needs);
      }
  }
  put_highest_first(environments, contended);
  return environments;
}

}  // namespace axle
