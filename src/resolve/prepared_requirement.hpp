// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "axle/markers/marker.hpp"
#include "axle/model/direct_distribution.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/versions/version_range.hpp"
#include "resolution/package_table.hpp"
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
  /// The dependency group that it is an entry of: its index travels with the dependency.
  NameId group_owner = no_name;
  GroupId group = no_name;
  const SourcedRequirement* first_party = nullptr;  ///< what it was made of: one of the two
  const Requirement* third_party = nullptr;

  std::string text() const;  ///< for messages
};

/// The requirements of one thing: a version of a package, or the root.
struct PreparedRequirements {
  std::vector<PreparedRequirement> production;  ///< extras are in the markers
  /// Those of `production` whose markers ask about an extra, by their positions, in order: of
  /// thousands of extras each is asked about by few.
  std::unordered_map<ExtraId, std::vector<std::uint32_t>> by_extra;
  std::vector<std::pair<GroupId, std::vector<PreparedRequirement>>> groups;

  /// Fills `by_extra` once `production` is complete.
  void index_extras(PackageTable& table);
  /// The same where every extra that anybody can ask for is in the table.
  void index_extras(const PackageTable& table);
};

/// `requirement` outlives what is made of it.
PreparedRequirement prepare(const SourcedRequirement& requirement, PackageTable& table,
                            SourceTable& sources);
PreparedRequirement prepare(const Requirement& requirement, PackageTable& table,
                            SourceTable& sources);
PreparedRequirements prepare(const DirectDistribution& distribution, PackageTable& table,
                             SourceTable& sources);

}  // namespace axle
