// SPDX-License-Identifier: MIT
#pragma once

#include "axle/project/project.hpp"
#include "services/options.hpp"

namespace axle {

/// The project as an environment for this selection has to see it: `requires-python` narrowed by
/// what `tool.uv.dependency-groups` says of the groups that are selected. As it is where
/// the selection has what is no name: the selection itself refuses that.
Project narrowed_to_groups(Project project, const SelectionOptions& selection);

}  // namespace axle
