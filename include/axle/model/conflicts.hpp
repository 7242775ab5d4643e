// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "axle/markers/universal_marker.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

/// The project itself, where an extra or a group of it could stand.
struct WholeProject {
  friend constexpr auto operator<=>(WholeProject, WholeProject) = default;
};

/// One thing that can be switched on: an extra or a group of a package, or the package itself.
/// Ordered by package, then extras before groups before projects, then name.
struct ConflictItem {
  PackageName package;
  std::variant<ExtraName, GroupName, WholeProject> kind;

  friend bool operator==(const ConflictItem&, const ConflictItem&) = default;
  friend std::strong_ordering operator<=>(const ConflictItem& a, const ConflictItem& b) {
    if (const auto order = a.package <=> b.package; order != 0) return order;
    return a.kind <=> b.kind;
  }
};

/// Two items at least, of which only one may be active.
using ConflictSet = std::set<ConflictItem>;
/// In order of declaration.
using Conflicts = std::vector<ConflictSet>;

/// The extra that stands for the item in markers.
ExtraName encoded(const ConflictItem& item);
ConflictSets encoded(const Conflicts& conflicts);

/// As messages name it: `project[extra]`, `project:group`, `project`.
std::string to_string(const ConflictItem& item);

/// A marker as messages say it: its text, with `with project[extra]` and `without project[extra]`
/// for conflict items; empty if it holds always.
std::string in_words(Marker marker, const Conflicts& conflicts);

}  // namespace axle
