// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "axle/standards/core_metadata.hpp"
#include "project/dependency_groups.hpp"
#include "project/sources.hpp"
#include "project/workspace.hpp"

namespace axle {

/// Appends what a requirement becomes through `tool.uv.sources`. Errors: `invalid_input`
/// (E_PROJECT) naming the requirement and the group.
Result<void> lower_into(std::vector<SourcedRequirement>& out, const Requirement& requirement,
                        const LoweringContext& context);
/// The same for all groups of a project.
Result<void> lower_groups(std::map<GroupName, ProjectGroup>& out,
                          const std::map<GroupName, FlatGroup>& groups, LoweringContext context);
/// Errors for a default group that does not exist.
Result<void> check_default_groups(const DefaultGroups& defaults,
                                  const std::map<GroupName, FlatGroup>& groups,
                                  const Pyproject& file);

/// The member `name` of a workspace, its sources applied. `built`: what its backend says, which
/// then stands for the requirements, extras and, where it is dynamic, the version in the file.
/// Requires: it is a member.
Result<ProjectMember> read_member(const PackageName& name, const Workspace& workspace,
                                  const ProjectRequest& request,
                                  const CoreMetadata* built = nullptr);

}  // namespace axle
