// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/direct_distribution.hpp"
#include "axle/project/project.hpp"
#include "operations/options.hpp"

namespace axle {

/// Which parts of a project are wanted (uv-behaviour 7.1), checked. A value.
struct ProjectSelection {
  std::vector<std::size_t>
      members;               ///< positions in Project::members; empty for a root without a project
  bool with_members = true;  ///< false: only groups (`--only-group`)
  std::set<ExtraName> extras;  ///< of those members that have them
  std::set<GroupName> groups;
};

/// Errors: `invalid_input` for an unknown extra, group or member, and for a choice that
/// `tool.uv.conflicts` forbids, naming the sets.
Result<ProjectSelection> select(const Project& project, const SelectionOptions& options);

/// What `tree` and `why` show: every member with all extras (but those of `--no-extra`; if
/// `--extra` is given, only those) and the chosen groups, or with `all_groups` all of them unless
/// the options name some. Conflicting ones may be among them. Errors: as above.
Result<ProjectSelection> select_to_show(const Project& project, const SelectionOptions& options,
                                        bool all_groups);

/// What a selection needs, as the resolver is asked: the members with their extras, then with their
/// groups.
std::vector<SourcedRequirement> selected_requirements(const Project& project,
                                                      const ProjectSelection& selection);

/// A member as the resolver knows it.
std::shared_ptr<const DirectDistribution> distribution_of(const ProjectMember& member);

/// The names that the omission options leave out, and whether local paths are.
struct OmittedPackages {
  std::set<PackageName> names;
  bool local = false;
};
Result<OmittedPackages> omitted_packages(const Project& project, const ProjectSelection& selection,
                                         const OmissionOptions& options);

}  // namespace axle
