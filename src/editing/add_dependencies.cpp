// SPDX-License-Identifier: MIT
#include "editing/add_dependencies.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "editing/new_bounds.hpp"
#include "editing/new_indexes.hpp"
#include "editing/new_requirement.hpp"
#include "editing/project_change.hpp"

namespace axle {
namespace {

/// What was added, as locking needs to know it.
struct Added {
  std::vector<Requirement> unbounded;           ///< without versions
  std::vector<SourcedRequirement> constraints;  ///< of the files
};

/// The files of one edit: the project's, and the root's if a member is added elsewhere.
struct Edits {
  fs::path file, root_file;
  ProjectEdit project;
  std::optional<ProjectEdit> root;  ///< only if it is another file

  ProjectEdit& of_root() { return root ? *root : project; }
};

Result<ProjectEdit> open_file(const fs::path& file) {
  TRY(const std::string text, read_file(file, TomlDocument::max_bytes));
  return ProjectEdit::open(text);
}

Result<Edits> open_edits(const EditedProject& edited) {
  TRY(ProjectEdit project, open_file(edited.file));
  Edits edits{edited.file, edited.project.root / "pyproject.toml", std::move(project), {}};
  if (edits.root_file != edits.file) {
    TRY(edits.root, open_file(edits.root_file));
  }
  return edits;
}

Result<void> check_self(const NewRequirement& made, const EditedProject& edited,
                        const DependencyList& list) {
  if (list.kind != DependencyList::Kind::production || made.requirement.name != edited.name)
    return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("Requirement name `{0}` matches project name `{0}`, but "
                          "self-dependencies are not permitted without the `--dev` or "
                          "`--optional` flags.",
                          made.requirement.name.text()),
              "if the project hides a package of that name, rename the project");
}

/// Writes a new member of the workspace. As in uv all of them come before what needs them, so that
/// what else is new comes behind their table.
Result<void> write_member(Edits& edits, const fs::path& directory, const fs::path& root,
                          Services& services) {
  // One from elsewhere is named in full, as it would not move with the workspace.
  const fs::path relative = directory.lexically_relative(root);
  const bool is_inside = !relative.empty() && *relative.begin() != "..";
  const std::string member = (is_inside ? relative : directory).string();
  TRY_OK(edits.of_root().add_member(member));
  TRY(edits.of_root(), ProjectEdit::open(edits.of_root().to_string()));
  services.reporter().notice(
      fmt::format("Added `{}` to workspace members", escape_foreign(member)));
  return {};
}

/// Writes one requirement and its source. True if it wants bounds.
Result<bool> write_requirement(Edits& edits, const NewRequirement& made,
                               const DependencyList& list) {
  TRY(const bool is_new,
      edits.project.add(list, made.requirement, made.source && !made.requirement.url));
  if (made.source) TRY_OK(edits.project.set_source(made.requirement.name, *made.source));
  return is_new && made.is_from_index && made.requirement.specifiers.empty();
}

std::unexpected<Error> add_failure(Error cause) {
  auto hints = std::move(cause.hints);
  cause.hints.clear();
  auto failure = while_doing("Failed to add dependencies", std::move(cause));
  failure.error().hints = std::move(hints);
  failure.error().hints.emplace_back(
      "if you want to add the package regardless of the failed resolution, use `--frozen` to skip "
      "locking and syncing");
  return failure;
}

/// Writes, locks, writes the bounds that follow, and syncs.
Result<EditOutcome> carry_out(Edits& edits, const Added& added, const DependencyList& list,
                              const EditedProject& edited, const AddOptions& options,
                              Services& services) {
  TRY(ProjectChange change,
      ProjectChange::begin(edited.project, {edits.file, edits.root_file}, options, services));
  if (edits.root) TRY_OK(change.write(edits.root_file, edits.root->to_string()));
  TRY_OK(change.write(edits.file, edits.project.to_string()));
  const bool is_locked = lock_use(options.lock, false, services) != LockUse::frozen;
  if (is_locked && (!added.unbounded.empty() || !added.constraints.empty())) {
    TRY(const VersionBounds bounds, bounds_of(options, services));
    auto lockfile = change.lock(options, added.constraints);
    if (!lockfile) return add_failure(std::move(lockfile).error());
    TRY_OK(write_bounds(edits.project, added.unbounded, list, *lockfile, bounds));
    TRY_OK(change.write(edits.file, edits.project.to_string()));
  }
  auto sync = change.finish(options, selection_with(list), false);
  if (!sync) return add_failure(std::move(sync).error());
  return EditOutcome{*std::move(sync)};
}

}  // namespace

Result<DependencyList> list_of(const ListOptions& options) {
  using Kind = DependencyList::Kind;
  if (options.dev) return DependencyList{Kind::development};
  if (options.optional) {
    TRY(const ExtraName name, ExtraName::parse(*options.optional));
    return DependencyList{Kind::optional, name.text()};
  }
  if (!options.group) return DependencyList{};
  TRY(const GroupName name, GroupName::parse(*options.group));
  return DependencyList{name.text() == "dev" ? Kind::development : Kind::group, name.text()};
}

SelectionOptions selection_with(const DependencyList& list) {
  SelectionOptions selection;
  // As in uv: what is not developed with is added without what is only needed for that.
  selection.no_dev =
      list.kind == DependencyList::Kind::production || list.kind == DependencyList::Kind::optional;
  if (list.kind == DependencyList::Kind::optional) selection.extras = {list.name};
  if (list.kind == DependencyList::Kind::group) selection.groups = {list.name};
  if (list.kind == DependencyList::Kind::development) selection.groups = {"dev"};
  return selection;
}

Result<EditOutcome> add_dependencies(const AddOptions& options, Services& services) {
  TRY(const DependencyList list, list_of(options.list));
  TRY(const EditedProject edited, find_edited_project(options, services));
  TRY(Edits edits, open_edits(edited));
  if (list.kind == DependencyList::Kind::development && edits.project.has_legacy_dev_dependencies())
    services.reporter().warning(
        "The `tool.uv.dev-dependencies` field (used in `pyproject.toml`) is deprecated and will be "
        "removed in a future release; use `dependency-groups.dev` instead");
  const std::vector<NewIndex> indexes = new_indexes(options.index, services);
  const AddPlace place{
      .project = &edited.project,
      .edit = edits.project,
      .directory = edited.file.parent_path(),
      // Of several nobody has said which one the packages are to come from.
      .index = indexes.size() != 1 || options.raw ? std::nullopt : indexes.front().name};
  TRY(AddedFiles files, read_added_files(options, services));
  TRY(const std::vector<NewRequirement> made, new_requirements(options, place, files, services));
  Added added{.unbounded = {}, .constraints = std::move(files.constraints)};
  for (const NewRequirement& one : made) {
    TRY_OK(check_self(one, edited, list));
    if (one.member) TRY_OK(write_member(edits, *one.member, edited.project.root, services));
  }
  for (const NewRequirement& one : made) {
    TRY(const bool wants_bounds, write_requirement(edits, one, list));
    if (wants_bounds) added.unbounded.push_back(one.requirement);
  }
  for (auto index = indexes.rbegin(); index != indexes.rend(); ++index)
    TRY_OK(edits.project.add_index(*index));
  return carry_out(edits, added, list, edited, options, services);
}

}  // namespace axle
