// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/model/conflicts.hpp"
#include "resolution/package_table.hpp"

namespace axle {

/// The declared conflicts over small numbers: items in the order in which they
/// are first declared.
class ConflictTable {
 public:
  using Item = std::uint32_t;

  ConflictTable(const Conflicts& conflicts, PackageTable& table);

  bool empty() const { return sets_.empty(); }
  std::span<const std::vector<Item>> sets() const { return sets_; }

  std::optional<Item> find_extra(NameId package, ExtraId extra) const {
    return find({package, extra, no_name});
  }
  std::optional<Item> find_group(NameId package, GroupId group) const {
    return find({package, no_name, group});
  }
  std::optional<Item> find_project(NameId package) const {
    return find({package, no_name, no_name});
  }
  /// The item that a package of the solver is, if it is one.
  std::optional<Item> item_of(const SolverPackage& package) const;
  /// The item whose encoding an extra of a marker is.
  std::optional<Item> item_of_encoded(const ExtraName& encoded) const;

  NameId package(Item item) const { return items_[item].package; }
  bool is_extra(Item item) const { return items_[item].extra != no_name; }
  bool is_group(Item item) const { return items_[item].group != no_name; }
  bool is_project(Item item) const { return !is_extra(item) && !is_group(item); }
  const ConflictItem& value(Item item) const { return items_[item].value; }
  const ExtraName& encoded(Item item) const { return items_[item].encoded; }
  /// `extra == 'extra-7-project-cpu'`.
  Marker marker(Item item) const { return items_[item].marker; }

  /// At most one item of every set is active.
  Marker world() const { return world_; }

 private:
  struct Key {
    NameId package;
    ExtraId extra;
    GroupId group;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Entry {
    NameId package;
    ExtraId extra;
    GroupId group;
    ConflictItem value;
    ExtraName encoded;
    Marker marker;
  };

  std::optional<Item> find(Key key) const;

  std::vector<Entry> items_;  // few: searched from the front
  std::vector<std::vector<Item>> sets_;
  Marker world_ = Marker::always();
};

}  // namespace axle
