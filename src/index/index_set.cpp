// SPDX-License-Identifier: MIT
#include "axle/index/index_set.hpp"

#include <algorithm>

#include "index/default_index.hpp"

namespace axle {

std::vector<IndexDefinition> IndexSet::implicit_order() const {
  std::vector<IndexDefinition> order;
  if (no_index) return order;
  // An entry that comes later with the name of an earlier one is overridden by it, even if the
  // earlier one is explicit.
  std::vector<std::string_view> names;
  const auto is_new_name = [&](const IndexDefinition& definition) {
    if (!definition.name) return true;
    if (std::ranges::find(names, *definition.name) != names.end()) return false;
    names.push_back(*definition.name);
    return true;
  };
  const auto add = [&](const IndexDefinition& definition) {
    if (std::ranges::find(order, definition.url, &IndexDefinition::url) == order.end())
      order.push_back(definition);
  };

  const IndexDefinition* fallback = nullptr;
  for (const IndexDefinition& definition : definitions) {
    if (!is_new_name(definition)) continue;
    if (definition.is_default) {
      if (!fallback) fallback = &definition;
    } else if (!definition.is_explicit) {
      add(definition);
    }
  }
  if (fallback) {
    // A default index that is explicit as well takes PyPI's place and is asked by nobody.
    if (!fallback->is_explicit) add(*fallback);
  } else if (auto url = IndexUrl::parse(default_index_url, "/")) {
    IndexDefinition definition{std::nullopt, *std::move(url)};
    definition.is_default = true;
    definition.origin = IndexOrigin::built_in;
    add(definition);
  }
  return order;
}

const IndexDefinition* IndexSet::find_by_name(std::string_view name) const {
  const auto found =
      std::ranges::find_if(definitions, [&](const IndexDefinition& d) { return d.name == name; });
  return found == definitions.end() ? nullptr : &*found;
}

IndexDefinition IndexSet::definition_of(const IndexUrl& url) const {
  const auto found = std::ranges::find(definitions, url, &IndexDefinition::url);
  if (found != definitions.end()) return *found;
  return IndexDefinition{std::nullopt, url};
}

}  // namespace axle
