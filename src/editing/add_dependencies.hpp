// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "axle/base/error.hpp"
#include "edit/project_edit.hpp"
#include "editing/edit_options.hpp"
#include "services/services.hpp"
#include "syncing/sync_project.hpp"

namespace axle {

/// What was done to a project.
struct EditOutcome {
  std::optional<SyncOutcome> sync;  ///< none with `--frozen` or `--no-sync`
};

/// `axle add`: writes the requirements into the project, with their sources and the indexes of the
/// command line and the environment, locks, limits what came without versions by what the lock
/// chose, and syncs. After an error the files, the lock and the environment are as they were.
/// Errors: those of reading and editing the project, and of sync_project.
Result<EditOutcome> add_dependencies(const AddOptions& options, Services& services);

/// The list that the options name. Errors: `invalid_input` for a name that is none.
Result<DependencyList> list_of(const ListOptions& options);

/// What is synced after a list was edited: as ever, and what the list belongs to.
SelectionOptions selection_with(const DependencyList& list);

}  // namespace axle
