// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/lock/lockfile.hpp"
#include "axle/model/sourced_requirement.hpp"
#include "axle/standards/requirement.hpp"
#include "edit/project_edit.hpp"
#include "edit/version_bounds.hpp"
#include "editing/edit_options.hpp"
#include "services/services.hpp"

namespace axle {

/// `--bounds`, else `tool.uv.add-bounds`, else lower ones. Errors: `invalid_input`.
Result<VersionBounds> bounds_of(const AddOptions& options, Services& services);

/// Limits requirements that were added without versions by the lowest version that the lock has of
/// each. Errors: those of ProjectEdit::set_specifiers.
Result<void> write_bounds(ProjectEdit& edit, const std::vector<Requirement>& unbounded,
                          const DependencyList& list, const Lockfile& lockfile,
                          VersionBounds bounds);

}  // namespace axle
