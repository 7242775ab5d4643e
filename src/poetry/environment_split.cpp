// SPDX-License-Identifier: MIT
#include "poetry/environment_split.hpp"

#include <map>
#include <string>

#include "axle/standards/lenient.hpp"

namespace axle {
namespace {

constexpr std::size_t most_environments = 16;

struct Need {
  const TomlValue* list;
  std::string specifiers;
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
                                        .specifiers = requirement->specifiers.to_string(","),
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

void split_by(Marker marker, std::vector<Marker>& environments) {
  std::vector<Marker> parts;
  for (const Marker environment : environments)
    for (const Marker part : {environment & marker, environment & ~marker})
      if (!part.is_never()) parts.push_back(part);
  if (parts.size() <= most_environments) environments = std::move(parts);
}

}  // namespace

std::vector<Marker> environment_split(const TomlValue& root) {
  std::vector<Marker> environments{Marker::always()};
  const TomlValue* const sources = root.find_path({"tool", "uv", "sources"});
  for (const auto& [name, needs] : needs_of(root)) {
    const TomlValue* const source = sources != nullptr ? sources->find(name.text()) : nullptr;
    const bool has_several_sources = source != nullptr && source->is_array();
    for (std::size_t at = 0; at < needs.size(); ++at)
      for (std::size_t other = 0; other < at; ++other) {
        const Need& one = needs[at];
        const Need& two = needs[other];
        if (one.list == two.list) continue;
        if (one.specifiers == two.specifiers && !has_several_sources) continue;
        if (!one.marker.is_disjoint(two.marker)) continue;
        split_by(two.marker, environments);
        split_by(one.marker, environments);
      }
  }
  return environments;
}

}  // namespace axle
