// SPDX-License-Identifier: MIT
#include "editing/edit_script.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "edit/script_block.hpp"
#include "edit/undo_journal.hpp"
#include "editing/new_bounds.hpp"
#include "editing/new_indexes.hpp"
#include "editing/new_python.hpp"
#include "editing/new_requirement.hpp"
#include "editing/remove_dependencies.hpp"
#include "locking/locking.hpp"
#include "locking/script_project.hpp"

namespace axle {
namespace {

/// A script while it is changed.
struct EditedScript {
  fs::path file;
  ScriptText text;
  ProjectEdit edit;

  std::string to_string() {
    text.metadata = edit.to_string();
    return text.to_string();
  }
};

Result<EditedScript> open(const std::string& name, const std::optional<std::string>& python,
                          Services& services) {
  EditedScript script{absolute_path(services.directory() / name), {}, {}};
  TRY(const std::string text, read_file(script.file));
  TRY(auto known, ScriptText::read(text));
  if (known) {
    script.text = *std::move(known);
  } else {
    script.text = ScriptText::without_block(text);
    TRY(const NewPython made, new_python(python, script.file.parent_path(), services));
    script.text.metadata =
        fmt::format("requires-python = \"{}\"\ndependencies = []\n", made.requires_python);
  }
  TRY(script.edit, ProjectEdit::open(script.text.metadata, ProjectEdit::Form::script));
  return script;
}

fs::path lock_of(const fs::path& script) { return script.string() + ".lock"; }

Result<void> write(EditedScript& script) {
  struct stat status{};
  const unsigned mode = ::stat(script.file.c_str(), &status) == 0 ? status.st_mode & 07777U : 0644U;
  return write_file_atomically(script.file, script.to_string(), mode);
}

/// The lock of the script as it is now.
Result<Lockfile> locked(const EditedScript& script, const FollowUpOptions& options, LockUse use,
                        const std::vector<SourcedRequirement>& constraints, bool is_silent,
                        Services& services) {
  TRY(const ScriptProject opened, open_script(script.file.string(), options, services));
  TRY(LockOutcome outcome, lock_project({.project = opened.project,
                                         .settings = opened.settings,
                                         .resolver = options.resolver,
                                         .python = options.python,
                                         .use = use,
                                         .constraints = constraints,
                                         .is_silent = is_silent},
                                        services));
  return std::move(outcome.lockfile);
}

LockUse use_of(const EditedScript& script, const FollowUpOptions& options, Services& services) {
  const LockUse use = lock_use(options.lock, false, services);
  return use == LockUse::update && !file_exists(lock_of(script.file)) ? LockUse::dry_run : use;
}

Result<std::vector<Requirement>> write_requirements(EditedScript& script, const AddOptions& options,
                                                    const AddedFiles& files, Services& services) {
  const std::vector<NewIndex> indexes = new_indexes(options.index, services);
  const AddPlace place{
      .project = nullptr,
      .edit = script.edit,
      .directory = script.file.parent_path(),
      // Of several nobody has said which one the packages are to come from.
      .index = indexes.size() != 1 || options.raw ? std::nullopt : indexes.front().name};
  TRY(const std::vector<NewRequirement> made, new_requirements(options, place, files, services));
  std::vector<Requirement> unbounded;
  for (const NewRequirement& one : made) {
    TRY(const bool is_new,
        script.edit.add({}, one.requirement, one.source && !one.requirement.url));
    if (one.source) TRY_OK(script.edit.set_source(one.requirement.name, *one.source));
    if (is_new && one.is_from_index && one.requirement.specifiers.empty())
      unbounded.push_back(one.requirement);
  }
  for (auto index = indexes.rbegin(); index != indexes.rend(); ++index)
    TRY_OK(script.edit.add_index(*index));
  return unbounded;
}

}  // namespace

Result<void> add_to_script(const AddOptions& options, Services& services) {
  TRY(EditedScript script, open(*options.script, options.python, services));
  // What the block and the command line say holds for everything that follows.
  TRY_OK(script_settings(script.file, script.text, options, services));
  TRY(const AddedFiles files, read_added_files(options, services));
  TRY(const std::vector<Requirement> unbounded,
      write_requirements(script, options, files, services));
  TRY(UndoJournal journal,
      UndoJournal::begin(script.file.parent_path(), {script.file, lock_of(script.file)}, {}));
  TRY_OK(write(script));
  const LockUse use = use_of(script, options, services);
  if (use != LockUse::frozen) {
    TRY(const VersionBounds bounds, bounds_of(options, services));
    TRY(const Lockfile lockfile, locked(script, options, use, files.constraints, false, services));
    TRY_OK(write_bounds(script.edit, unbounded, {}, lockfile, bounds));
    TRY_OK(write(script));
    if (use != LockUse::dry_run) TRY_OK(locked(script, options, use, {}, true, services));
  }
  return journal.keep();
}

Result<void> remove_from_script(const RemoveOptions& options, Services& services) {
  TRY(EditedScript script, open(*options.script, options.python, services));
  TRY_OK(remove_from(script.edit, {}, options.packages));
  TRY(UndoJournal journal,
      UndoJournal::begin(script.file.parent_path(), {script.file, lock_of(script.file)}, {}));
  TRY_OK(write(script));
  services.reporter().notice(fmt::format("Updated `{}`", escape_foreign(*options.script)));
  const LockUse use = use_of(script, options, services);
  if (use == LockUse::update || use == LockUse::locked)
    TRY_OK(locked(script, options, use, {}, false, services));
  return journal.keep();
}

}  // namespace axle
