// SPDX-License-Identifier: MIT
#include "resolve/prepared_requirement.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace axle {
namespace {

template <class Names, class Table>
auto ids_of(const Names& names, Table& table) {
  std::vector<std::uint32_t> ids;
  ids.reserve(names.size());
  for (const auto& name : names) ids.push_back(table.id_of(name));
  return ids;
}

std::string text_of(const SourcedRequirement& requirement) {
  std::string text = requirement.name.text();
  std::vector<std::string_view> extras;
  for (const ExtraName& extra : requirement.extras) extras.push_back(extra.text());
  if (!extras.empty()) text += fmt::format("[{}]", fmt::join(extras, ","));
  if (const auto* registry = requirement.registry()) text += registry->specifiers.to_string(",");
  return text;
}

}  // namespace

std::string PreparedRequirement::text() const {
  if (first_party != nullptr) return text_of(*first_party);
  return third_party != nullptr ? third_party->to_string() : std::string();
}

void PreparedRequirements::index_extras(PackageTable& table) {
  for (const PreparedRequirement& requirement : production)
    for (const ExtraName& extra : requirement.marker_extras) table.extras.id_of(extra);
  index_extras(std::as_const(table));
}

void PreparedRequirements::index_extras(const PackageTable& table) {
  by_extra.clear();
  for (std::uint32_t i = 0; i < production.size(); ++i)
    for (const ExtraName& extra : production[i].marker_extras)
      if (const auto id = table.extras.find(extra)) {
        std::vector<std::uint32_t>& positions = by_extra[*id];
        if (positions.empty() || positions.back() != i) positions.push_back(i);
      }
}

PreparedRequirement prepare(const SourcedRequirement& requirement, PackageTable& table,
                            SourceTable& sources) {
  PreparedRequirement prepared;
  prepared.name = table.names.id_of(requirement.name);
  prepared.extras = ids_of(requirement.extras, table.extras);
  prepared.groups = ids_of(requirement.groups, table.groups);
  prepared.marker = requirement.marker;
  prepared.marker_extras = requirement.marker.extras();
  prepared.first_party = &requirement;
  if (const RegistrySource* registry = requirement.registry()) {
    prepared.range = VersionRange::from(registry->specifiers);
    prepared.has_specifiers = !registry->specifiers.empty();
    if (registry->index) prepared.index = sources.id_of(*registry->index);
  } else {
    prepared.direct = sources.id_of(requirement);
  }
  return prepared;
}

PreparedRequirement prepare(const Requirement& requirement, PackageTable& table,
                            SourceTable& sources) {
  PreparedRequirement prepared;
  prepared.name = table.names.id_of(requirement.name);
  prepared.extras = ids_of(requirement.extras, table.extras);
  prepared.marker = requirement.marker;
  prepared.marker_extras = requirement.marker.extras();
  prepared.third_party = &requirement;
  if (requirement.url) {
    SourcedRequirement sourced{requirement.name,
                               requirement.extras,
                               {},
                               requirement.marker,
                               UrlSource{*requirement.url, {}},
                               {}};
    prepared.direct = sources.id_of(sources.keep(std::move(sourced)));
  } else {
    prepared.range = VersionRange::from(requirement.specifiers);
    prepared.has_specifiers = !requirement.specifiers.empty();
  }
  return prepared;
}

PreparedRequirements prepare(const DirectDistribution& distribution, PackageTable& table,
                             SourceTable& sources) {
  PreparedRequirements prepared;
  for (const SourcedRequirement& requirement : distribution.requires_dist)
    prepared.production.push_back(prepare(requirement, table, sources));
  prepared.index_extras(table);
  const NameId owner = table.names.id_of(distribution.name);
  for (const auto& [name, members] : distribution.groups) {
    const GroupId group = table.groups.id_of(name);
    std::vector<PreparedRequirement> requirements;
    for (const SourcedRequirement& member : members) {
      requirements.push_back(prepare(member, table, sources));
      requirements.back().group_owner = owner;
      requirements.back().group = group;
    }
    prepared.groups.emplace_back(group, std::move(requirements));
  }
  return prepared;
}

}  // namespace axle
