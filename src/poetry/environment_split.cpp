// SPDX-License-Identifier: MIT
#include "poetry/environment_split.hpp"

#include <algorithm>
#include <map>
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

/// Whether what the two need together is not the same wherever one of them holds.
bool differ_by_environment(const Need& one, const Need& two) {
  if (one.marker.is_disjoint(two.marker)) return !(one.range == two.range);
  const VersionRange both = one.range.intersect(two.range);
  return (!one.marker.implies(two.marker) && !(both == one.range)) ||
         (!two.marker.implies(one.marker) && !(both == two.range));
}

/// A resolver sees by itself that two requirements of one list exclude each other.
bool are_apart_already(const Need& one, const Need& two) {
  return one.list == two.list && one.marker.is_disjoint(two.marker);
}

void split_by(Marker marker, std::vector<Marker>& environments) {
  std::vector<Marker> parts;
  for (const Marker environment : environments)
    for (const Marker part : {environment & marker, environment & ~marker})
      if (!part.is_never()) parts.push_back(part);
  if (parts.size() <= most_environments) environments = std::move(parts);
}

/// A resolver keeps the versions of one environment for the next. Where less is asked for, more
/// versions fit, and the greatest of them is what Poetry takes.
void put_freest_first(std::vector<Marker>& environments, const std::vector<Marker>& needed) {
  std::ranges::stable_sort(environments, {}, [&](Marker environment) {
    return std::ranges::count_if(needed,
                                 [&](Marker marker) { return !environment.is_disjoint(marker); });
  });
}

}  // namespace

std::vector<Marker> environment_split(const TomlValue& root) {
  std::vector<Marker> environments{Marker::always()};
  std::vector<Marker> needed;
  const TomlValue* const sources = root.find_path({"tool", "uv", "sources"});
  for (const auto& [name, needs] : needs_of(root)) {
    const TomlValue* const source = sources != nullptr ? sources->find(name.text()) : nullptr;
    const bool has_several_sources = source != nullptr && source->is_array();
    for (std::size_t at = 0; at < needs.size(); ++at)
      for (std::size_t other = 0; other < at; ++other) {
        const Need& one = needs[at];
        const Need& two = needs[other];
        if (are_apart_already(one, two)) continue;
        const bool differ_in_source = has_several_sources && one.marker.is_disjoint(two.marker);
        if (!differ_in_source && !differ_by_environment(one, two)) continue;
        for (const Marker marker : {two.marker, one.marker}) {
          split_by(marker, environments);
          needed.push_back(marker);
        }
      }
  }
  put_freest_first(environments, needed);
  return environments;
}

}  // namespace axle
