// SPDX-License-Identifier: MIT
#include "axle/index/index_set.hpp"

#include <algorithm>

#include "index/default_index.hpp"

namespace axle {
namespace {

/// Without those that have the name of one before them: an entry that comes later is overridden,
/// even if the earlier one is explicit.
std::vector<const IndexDefinition*> first_of_each_name(
    const std::vector<IndexDefinition>& definitions) {
  std::vector<std::string_view> names;
  std::vector<const IndexDefinition*> first;
  for (const IndexDefinition& definition : definitions) {
    if (definition.name) {
      if (std::ranges::find(names, *definition.name) != names.end()) continue;
      names.push_back(*definition.name);
    }
    first.push_back(&definition);
  }
  return first;
}

}  // namespace

std::vector<IndexDefinition> IndexSet::implicit_order() const {
  std::vector<IndexDefinition> order;
  if (no_index) return order;
  const auto add = [&](const IndexDefinition& definition) {
    if (std::ranges::find(order, definition.url, &IndexDefinition::url) == order.end())
      order.push_back(definition);
  };
  const auto add_all = [&](bool supplemental) {
    for (const IndexDefinition* definition : first_of_each_name(definitions))
      if (!definition->is_default && !definition->is_explicit &&
          definition->is_supplemental == supplemental)
        add(*definition);
  };
  add_all(false);
  // A default index that is explicit as well takes PyPI's place and is asked by nobody.
  if (const auto fallback = default_index(); fallback && !fallback->is_explicit) add(*fallback);
  add_all(true);
  return order;
}

std::optional<IndexDefinition> IndexSet::default_index() const {
  if (no_index) return std::nullopt;
  for (const IndexDefinition* definition : first_of_each_name(definitions))
    if (definition->is_default) return *definition;
  auto url = IndexUrl::parse(default_index_url, "/");
  if (!url) return std::nullopt;
  IndexDefinition definition{std::nullopt, *std::move(url)};
  definition.is_default = true;
  definition.origin = IndexOrigin::built_in;
  return definition;
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
