// SPDX-License-Identifier: MIT
#include "resolve/conflict_table.hpp"

#include "axle/markers/universal_marker.hpp"

namespace axle {

ConflictTable::ConflictTable(const Conflicts& conflicts, PackageTable& table) {
  ConflictSets encoded_sets;
  for (const ConflictSet& set : conflicts) {
    auto& items = sets_.emplace_back();
    auto& encoded = encoded_sets.emplace_back();
    for (const ConflictItem& value : set) {
      const auto* extra = std::get_if<ExtraName>(&value.kind);
      const auto* group = std::get_if<GroupName>(&value.kind);
      const Key key{table.names.id_of(value.package),
                    extra != nullptr ? table.extras.id_of(*extra) : no_name,
                    group != nullptr ? table.groups.id_of(*group) : no_name};
      const ExtraName name = extra != nullptr   ? conflict_extra(value.package, *extra)
                             : group != nullptr ? conflict_group(value.package, *group)
                                                : conflict_project(value.package);
      encoded.push_back(name);
      if (const auto known = find(key)) {
        items.push_back(*known);
        continue;
      }
      items.push_back(static_cast<Item>(items_.size()));
      items_.push_back({key.package, key.extra, key.group, value, name, Marker::extra(name)});
    }
  }
  if (!conflicts.empty()) world_ = at_most_one_of_each(encoded_sets);
}

std::optional<ConflictTable::Item> ConflictTable::find(Key key) const {
  for (std::size_t i = 0; i < items_.size(); ++i)
    if (items_[i].package == key.package && items_[i].extra == key.extra &&
        items_[i].group == key.group)
      return static_cast<Item>(i);
  return std::nullopt;
}

std::optional<ConflictTable::Item> ConflictTable::item_of(const SolverPackage& package) const {
  if (items_.empty() || !package.has_name()) return std::nullopt;
  return find({package.name, package.extra, package.group});
}

std::optional<ConflictTable::Item> ConflictTable::item_of_encoded(const ExtraName& encoded) const {
  for (std::size_t i = 0; i < items_.size(); ++i)
    if (items_[i].encoded == encoded) return static_cast<Item>(i);
  return std::nullopt;
}

}  // namespace axle
