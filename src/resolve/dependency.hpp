// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "axle/versions/version_range.hpp"
#include "resolution/package_table.hpp"
#include "resolve/conflict_table.hpp"
#include "resolve/prepared_requirement.hpp"

namespace axle {

/// One dependency of one version, as the solver sees it, with what it says about where the package
/// comes from.
struct DependencyEdge {
  PackageTable::Id package;
  VersionRange range;
  NameId parent =
      no_name;  ///< the package that depends, if that is neither extra nor group nor the root
  SourceId direct = no_source;  ///< the place that the requirement names
  IndexId index = no_index_id;  ///< the index of an entry of a dependency group
};

/// The dependencies of `parent`, from its flattened requirements, in order. A
/// package is named by its stand-in for an extra, group or marker; beside an extra or group that is
/// a conflict item the plain package stands too. If a requirement allows no version at all, its
/// place in `requirements`.
struct DependencyEdges {
  std::vector<DependencyEdge> edges;
  std::optional<std::size_t> impossible;
};
DependencyEdges make_dependencies(const std::vector<PreparedRequirement>& requirements,
                                  const SolverPackage& parent, PackageTable& table,
                                  const ConflictTable& conflicts);

/// What a stand-in depends on, all in the version `version`.
std::vector<DependencyEdge> expand_proxy(const SolverPackage& proxy, const Version& version,
                                         PackageTable& table);

/// The package that a stand-in stands for, if it needs the package itself: not for a group.
std::optional<PackageTable::Id> base_of(const SolverPackage& proxy, PackageTable& table);

}  // namespace axle
