// SPDX-License-Identifier: MIT
#include "editing/project_change.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "arms/choose_arm.hpp"
#include "axle/install/environment.hpp"
#include "base/file.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "locking/locking.hpp"
#include "locking/open_project.hpp"
#include "services/python_target.hpp"
#include "services/settings_layer.hpp"

namespace axle {
namespace {

unsigned mode_of(const fs::path& file) {
  struct stat status{};
  return ::stat(file.c_str(), &status) == 0 ? status.st_mode & 07777U : 0644U;
}

/// Where the environment is that follows the change. Where that depends on the accelerator, the
/// lock tells; before there is one it may be that of any.
Result<std::vector<fs::path>> environment_places(const Project& project,
                                                 const FollowUpOptions& options,
                                                 Services& services) {
  Project placed = project;
  TRY_OK(place_project(placed, SelectionOptions(), services));
  if (!is_place_by_accelerator(project, services) || !placed.place_accelerator.empty())
    return std::vector{environment_place(placed, options.active, services)};
  std::vector<fs::path> places;
  for (const std::string& name : project.accelerators->keys.names) {
    placed.place_accelerator = name;
    places.push_back(environment_place(placed, options.active, services));
  }
  return places;
}

}  // namespace

Result<EditedProject> find_edited_project(const FollowUpOptions& options, Services& services) {
  TRY(const SettingsLayer layer, settings_layer(options, services.directory()));
  TRY(const Settings* const settings, services.settings(layer));
  TRY(Project project, open_project(*settings, services));
  const ProjectMember* member = project.current_member();
  if (options.package) {
    TRY(const PackageName name, PackageName::parse(*options.package));
    member = project.find(name);
    if (member == nullptr)
      return fail(ErrorKind::invalid_input,
                  fmt::format("Package `{}` not found in workspace", name.text()),
                  "name one of the workspace's members with `--package`");
  }
  EditedProject edited{.project = {}, .file = project.root / "pyproject.toml", .name = {}};
  if (member != nullptr) {
    edited.file = member->root / "pyproject.toml";
    edited.name = member->name;
  }
  edited.project = std::move(project);
  return edited;
}

Result<ProjectChange> ProjectChange::begin(const Project& project,
                                           const std::vector<fs::path>& files,
                                           const FollowUpOptions& options, Services& services) {
  std::vector<fs::path> remembered = files;
  remembered.push_back(project.lockfile_path());
  TRY(const auto environments, environment_places(project, options, services));
  TRY(UndoJournal journal, UndoJournal::begin(project.root, remembered, environments));
  return ProjectChange(std::move(journal), services);
}

Result<void> ProjectChange::write(const fs::path& file, std::string_view text) {
  TRY_OK(write_file_atomically(file, text, mode_of(file)));
  services_.forget_files();
  return {};
}

Result<Lockfile> ProjectChange::lock(const FollowUpOptions& options,
                                     const std::vector<SourcedRequirement>& constraints) {
  TRY(const Settings* const settings, services_.settings({}));
  TRY(const Project project, open_project(*settings, services_));
  TRY(LockOutcome outcome, lock_project({.project = project,
                                         .settings = *settings,
                                         .resolver = options.resolver,
                                         .python = options.python,
                                         .use = lock_use(options.lock, false, services_),
                                         .constraints = constraints,
                                         .is_silent = true},
                                        services_));
  return std::move(outcome.lockfile);
}

Result<std::optional<SyncOutcome>> ProjectChange::finish(const FollowUpOptions& options,
                                                         const SelectionOptions& selection,
                                                         bool is_exact) {
  std::optional<SyncOutcome> outcome;
  const LockUse use = lock_use(options.lock, false, services_);
  if (use != LockUse::frozen && options.no_sync) {
    TRY(const Settings* const settings, services_.settings({}));
    TRY(const Project project, open_project(*settings, services_));
    TRY_OK(lock_project({.project = project,
                         .settings = *settings,
                         .resolver = options.resolver,
                         .python = options.python,
                         .use = use},
                        services_));
  } else if (use != LockUse::frozen) {
    SyncOptions sync;
    static_cast<SettingsFlags&>(sync) = options;
    sync.selection = selection;
    if (options.package) sync.selection.packages = {*options.package};
    sync.omission = options.omission;
    sync.lock = options.lock;
    sync.inexact = !is_exact;
    sync.active = options.active;
    sync.python = options.python;
    // From the moment on that the environment can only be completed, the files stay as well.
    auto synced = sync_project(sync, services_, {.on_commit = [this] { return journal_.keep(); }});
    if (!synced) {
      journal_.take_back();
      return std::unexpected(std::move(synced).error());
    }
    outcome = *std::move(synced);
  }
  TRY_OK(journal_.keep());
  return outcome;
}

Result<void> recover_project(const fs::path& directory) {
  for (fs::path here = directory;; here = here.parent_path()) {
    TRY_OK(UndoJournal::recover(
        here, [](const fs::path& environment) { return is_commit_pending(environment); }));
    if (path_exists(here / "pyproject.toml")) TempFile::remove_left_in(here);
    if (!here.has_relative_path() || here.parent_path() == here) return {};
  }
}

}  // namespace axle
