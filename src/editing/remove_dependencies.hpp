// SPDX-License-Identifier: MIT
#pragma once

#include "axle/base/error.hpp"
#include "editing/add_dependencies.hpp"
#include "editing/edit_options.hpp"
#include "services/services.hpp"

namespace axle {

/// `axle remove`: takes every requirement of the names out of a list, and their sources with the
/// last of them, locks and syncs. After an error the files, the lock and the environment are as
/// they were. Errors: `not_found` for a name that the list does not have, naming the lists that do;
/// those of reading and editing the project, and of sync_project.
Result<EditOutcome> remove_dependencies(const RemoveOptions& options, Services& services);

/// Takes the requirements of the names out of a list of the file. Errors: `not_found`.
Result<void> remove_from(ProjectEdit& edit, const DependencyList& list,
                         const std::vector<std::string>& packages);

}  // namespace axle
