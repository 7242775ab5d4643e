// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/versions/package_name.hpp"

namespace axle {

// Conflict items (`tool.uv.conflicts`) live in markers as extras with a name of their own, so that
// one diagram speaks of platforms and conflicts alike. The number is the length
// of the package's name in bytes and keeps the encoding unambiguous.

ExtraName conflict_extra(const PackageName& package,
                         const ExtraName& extra);  ///< extra-7-project-cpu
ExtraName conflict_group(const PackageName& package,
                         const GroupName& group);        ///< group-7-project-dev
ExtraName conflict_project(const PackageName& package);  ///< project-7-project

/// Whether `name` is one of the three above.
bool is_conflict_item(const ExtraName& name);

/// The declared conflicts: of each set at most one item is active at a time. Items are encoded.
using ConflictSets = std::vector<std::vector<ExtraName>>;

/// Holds where at most one item of each set is active. Quadratic in the size of a set.
Marker at_most_one_of_each(const ConflictSets& conflicts);

/// `marker`, of a fork or an edge, rewritten with the knowledge that `possible` (see above) holds:
/// without conflict items if those add nothing, else so that it holds wherever `possible` does not;
/// so also one that never holds.
Marker with_world_knowledge(Marker marker, Marker possible);

/// Whether every branch on anything but extras leads to true once exactly `active` are on; what a
/// simplification of edges must know.
bool is_true_with(Marker marker, std::span<const ExtraName> active);

/// `marker` with each of `items` taken as on or off.
Marker assume_items(Marker marker, std::span<const std::pair<ExtraName, bool>> items);

}  // namespace axle
