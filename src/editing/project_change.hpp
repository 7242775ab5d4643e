// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/project/project.hpp"
#include "edit/project_edit.hpp"
#include "edit/undo_journal.hpp"
#include "editing/edit_options.hpp"
#include "services/services.hpp"
#include "syncing/sync_project.hpp"

namespace axle {

/// The project that is edited, as it was before.
struct EditedProject {
  Project project;
  std::filesystem::path file;       ///< the pyproject.toml that is edited
  std::optional<PackageName> name;  ///< of the member it belongs to; none for a root without one
};

/// The member that `--package` names, else that of the directory. Errors: those of open_project;
/// `invalid_input` for a member that is not there.
Result<EditedProject> find_edited_project(const FollowUpOptions& options, Services& services);

/// One change of a project: its files, its lock and its environment, all of it or nothing. What is
/// not kept in the end is taken back when this goes, and by the next run if this one is killed
/// (UndoJournal).
class ProjectChange {
 public:
  static Result<ProjectChange> begin(const Project& project,
                                     const std::vector<std::filesystem::path>& files,
                                     const FollowUpOptions& options, Services& services);

  /// Writes a file with the mode that it has; later reads see it. Errors: `io`.
  Result<void> write(const std::filesystem::path& file, std::string_view text);
  /// Locks without a word; the constraints hold for this time only. Errors: those of lock_project.
  Result<Lockfile> lock(const FollowUpOptions& options,
                        const std::vector<SourcedRequirement>& constraints);
  /// Locks and, unless `--no-sync` was said, syncs; then the change holds. Nothing of it with
  /// `--frozen`. Errors: those of sync_project.
  Result<std::optional<SyncOutcome>> finish(const FollowUpOptions& options,
                                            const SelectionOptions& selection, bool is_exact);

 private:
  ProjectChange(UndoJournal journal, Services& services)
      : journal_(std::move(journal)), services_(services) {}

  UndoJournal journal_;
  Services& services_;
};

/// Takes back what a run left that was killed while it changed the project of this directory, and
/// removes its temporary files. For the beginning of every command. Errors: `locked`; `io`.
Result<void> recover_project(const std::filesystem::path& directory);

}  // namespace axle
