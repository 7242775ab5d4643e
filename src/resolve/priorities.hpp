// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "axle/versions/version_range.hpp"
#include "resolution/package_table.hpp"

namespace axle {

/// Which package to decide next: by class of its name, then by when the name was
/// first seen, then by when the package itself (extra, marker …) was. A value; every fork has its
/// own.
class Priorities {
 public:
  enum class Class : std::uint8_t {
    unspecified,
    conflict_late,
    conflict_early,
    singleton,
    direct,
    root
  };

  /// `package` is depended on in `range`. A class only rises here, and an unspecific range never
  /// lowers a conflict class.
  void add(const PackageTable& table, PackageTable::Id package, const VersionRange& range,
           bool is_direct);

  /// Greater is earlier.
  std::uint64_t of(const PackageTable& table, PackageTable::Id package) const;

  /// Whether that changed the class.
  bool mark_conflict_early(NameId name);
  bool mark_conflict_late(NameId name);

 private:
  struct Entry {
    Class kind = Class::unspecified;
    std::uint32_t order = unseen;
  };
  static constexpr std::uint32_t unseen = UINT32_MAX;

  Entry& entry_of(NameId name);

  std::vector<Entry> names_;                  // by NameId
  std::vector<std::uint32_t> package_order_;  // by PackageTable::Id, or `unseen`
  std::uint32_t names_seen_ = 0;
  std::uint32_t packages_seen_ = 0;
};

}  // namespace axle
