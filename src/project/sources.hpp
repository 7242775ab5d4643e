// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/project/project.hpp"
#include "axle/standards/requirement.hpp"
#include "project/dependency_groups.hpp"
#include "project/workspace.hpp"

namespace axle {

/// Whose requirement is looked at. Holds references: all of it outlives the call.
struct LoweringContext {
  const Workspace& workspace;
  const Pyproject* project;  ///< the file that has the requirement; null for the lists of the
                             ///< workspace (constraints, overrides)
  const ProjectRequest& request;
  std::optional<ExtraName> extra;  ///< of an optional dependency
  std::optional<GroupName> group;  ///< of an entry of a dependency group
};

/// What a requirement becomes through `tool.uv.sources`: one requirement for
/// each source that applies, and one for what they leave over; those that hold nowhere are left
/// out. `requirement` has its extra in the marker already. Errors: `invalid_input` (E_PROJECT) for
/// an index that no project file defines, for members without `workspace = true`, for files that
/// cannot be editable; those of discover_workspace for `workspace = "path"`.
Result<std::vector<SourcedRequirement>> lower(const Requirement& requirement,
                                              const LoweringContext& context);

/// Sources that are limited to an extra or a group must name one that exists and has the package.
/// Requires: `project` has a `[project]`.
Result<void> check_source_scopes(const Pyproject& project,
                                 const std::map<GroupName, FlatGroup>& groups);

}  // namespace axle
