// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/model/direct_distribution.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/versions/version_range.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "resolve/package_table.hpp"
#include "resolve/source_table.hpp"

namespace axle {

/// A requirement as the solver wants it: names as numbers, specifiers as a range.
struct PreparedRequirement {
  NameId name = no_name;
  std::vector<ExtraId> extras;
  std::vector<GroupId> groups;
  Marker marker = Marker::always();
  std::vector<ExtraName> marker_extras;  ///< that its marker asks about, before anything narrows it
  VersionRange range = VersionRange::full();
  bool has_specifiers = false;
  SourceId direct = no_source;  ///< a path, URL or repository that it names
  IndexId index = no_index_id;  ///< the index that it names
  /// The dependency group that it is an entry of: its index travels with the dependency
  /// (uv-behaviour 4.5).
  NameId group_owner = no_name;
  GroupId group = no_name;
  const SourcedRequirement* first_party = nullptr;  ///< what it was made of: one of the two
  const Requirement* third_party = nullptr;

  std::string text() const;  ///< for messages
};

/// The requirements of one thing: a version of a package, or the root.
struct PreparedRequirements {
  std::vector<PreparedRequirement> production;  ///< extras are in the markers
  std::vector<std::pair<GroupId, std::vector<PreparedRequirement>>> groups;
};

/// `requirement` outlives what is made of it.
PreparedRequirement prepare(const SourcedRequirement& requirement, PackageTable& table,
                            SourceTable& sources);
PreparedRequirement prepare(const Requirement& requirement, PackageTable& table,
                            SourceTable& sources);
PreparedRequirements prepare(const DirectDistribution& distribution, PackageTable& table,
                             SourceTable& sources);

}  // namespace axle
