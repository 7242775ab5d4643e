// SPDX-License-Identifier: MIT
#include "resolve/dependency.hpp"

#include <algorithm>

namespace axle {
namespace {

SolverPackage package_for(const PreparedRequirement& requirement, ExtraId extra, GroupId group) {
  // Extras are packages of their own here. Left in the marker they would make one package two.
  const Marker marker = requirement.marker.assume_all_extras(true);
  PackageKind kind = PackageKind::package;
  if (extra != no_name)
    kind = PackageKind::extra;
  else if (group != no_name)
    kind = PackageKind::group;
  else if (!marker.is_always())
    kind = PackageKind::marker;
  return {kind, requirement.name, extra, group, marker};
}

}  // namespace

DependencyEdges make_dependencies(const std::vector<PreparedRequirement>& requirements,
                                  const SolverPackage& parent, PackageTable& table,
                                  const ConflictTable& conflicts) {
  DependencyEdges result;
  const bool is_plain_parent =
      parent.is_package() && parent.extra == no_name && parent.group == no_name;
  const auto add = [&](const PreparedRequirement& requirement, ExtraId extra, GroupId group) {
    DependencyEdge edge{table.id_of(package_for(requirement, extra, group)), requirement.range};
    const bool is_extra_or_group = extra != no_name || group != no_name;
    if (is_plain_parent && !is_extra_or_group) edge.parent = parent.name;
    edge.direct = requirement.direct;
    if (requirement.group != no_name) edge.index = requirement.index;
    result.edges.push_back(std::move(edge));
  };
  for (std::size_t i = 0; i < requirements.size(); ++i) {
    const PreparedRequirement& requirement = requirements[i];
    if (requirement.range.is_empty()) {
      result.impossible = i;
      return result;
    }
    if (!requirement.extras.empty()) {
      // The fork that excludes the extras must still reach the package itself.
      if (std::any_of(requirement.extras.begin(), requirement.extras.end(), [&](ExtraId extra) {
            return conflicts.find_extra(requirement.name, extra).has_value();
          }))
        add(requirement, no_name, no_name);
      for (const ExtraId extra : requirement.extras) add(requirement, extra, no_name);
    } else if (!requirement.groups.empty()) {
      if (std::any_of(requirement.groups.begin(), requirement.groups.end(), [&](GroupId group) {
            return conflicts.find_group(requirement.name, group).has_value();
          }))
        add(requirement, no_name, no_name);
      for (const GroupId group : requirement.groups) add(requirement, no_name, group);
    } else {
      add(requirement, no_name, no_name);
    }
  }
  return result;
}

std::vector<DependencyEdge> expand_proxy(const SolverPackage& proxy, const Version& version,
                                         PackageTable& table) {
  std::vector<DependencyEdge> edges;
  const auto add = [&](ExtraId extra, GroupId group, Marker marker) {
    edges.push_back({table.id_of({PackageKind::package, proxy.name, extra, group, marker}),
                     VersionRange::singleton(version)});
  };
  const auto for_markers = [&](auto&& visit) {
    visit(Marker::always());
    if (!proxy.marker.is_always()) visit(proxy.marker);
  };
  for_markers([&](Marker marker) {
    if (proxy.kind != PackageKind::group) add(no_name, no_name, marker);
    if (proxy.kind == PackageKind::extra) add(proxy.extra, no_name, marker);
    if (proxy.kind == PackageKind::group) add(no_name, proxy.group, marker);
  });
  return edges;
}

std::optional<PackageTable::Id> base_of(const SolverPackage& proxy, PackageTable& table) {
  if (proxy.kind != PackageKind::extra && proxy.kind != PackageKind::marker) return std::nullopt;
  return table.id_of({PackageKind::package, proxy.name, no_name, no_name, Marker::always()});
}

}  // namespace axle
