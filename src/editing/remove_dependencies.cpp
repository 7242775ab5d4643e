// SPDX-License-Identifier: MIT
#include "editing/remove_dependencies.hpp"

#include <fmt/format.h>

#include "axle/standards/requirement.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "editing/project_change.hpp"

namespace axle {
namespace {

using Kind = DependencyList::Kind;

std::string place_of(const DependencyList& list) {
  switch (list.kind) {
    case Kind::production:
      return "`project.dependencies`";
    case Kind::development:
      return "`tool.uv.dev-dependencies` or `tool.uv.dependency-groups.dev`";
    case Kind::optional:
      return fmt::format("`project.optional-dependencies.{}`", list.name);
    case Kind::group:
      break;
  }
  return fmt::format("`dependency-groups.{}`", list.name);
}

std::string option_for(const DependencyList& list) {
  switch (list.kind) {
    case Kind::production:
      return "without an option";
    case Kind::development:
      return "with `--dev`";
    case Kind::optional:
      return fmt::format("with `--optional {}`", list.name);
    case Kind::group:
      break;
  }
  return fmt::format("with `--group {}`", list.name);
}

std::unexpected<Error> not_in_list(const ProjectEdit& edit, const DependencyList& list,
                                   const PackageName& name) {
  auto failure = fail_with_code(
      ErrorKind::not_found, ErrorCode::project,
      fmt::format("The dependency `{}` could not be found in {}", name.text(), place_of(list)),
      "pyproject.toml");
  for (const DependencyList& other : edit.lists_with(name))
    failure.error().hints.push_back(fmt::format("`{}` is in {}: remove it {}", name.text(),
                                                place_of(other), option_for(other)));
  if (failure.error().hints.empty())
    failure.error().hints.emplace_back("see what the project asks for with `axle tree --depth 1`");
  return failure;
}

}  // namespace

Result<void> remove_from(ProjectEdit& edit, const DependencyList& list,
                         const std::vector<std::string>& packages) {
  for (const std::string& package : packages) {
    // A requirement stands for its package, so that what is in the list can be copied here.
    TRY(const Requirement requirement, Requirement::parse(package));
    const PackageName& name = requirement.name;
    TRY(const std::size_t removed, edit.remove(list, name));
    if (removed == 0) return not_in_list(edit, list, name);
    edit.prune_source(name);
  }
  return {};
}

Result<EditOutcome> remove_dependencies(const RemoveOptions& options, Services& services) {
  TRY(const DependencyList list, list_of(options.list));
  TRY(const EditedProject edited, find_edited_project(options, services));
  TRY(const std::string text, read_file(edited.file, TomlDocument::max_bytes));
  TRY(ProjectEdit edit, ProjectEdit::open(text));
  TRY_OK(remove_from(edit, list, options.packages));
  TRY(ProjectChange change, ProjectChange::begin(edited.project, {edited.file}, options, services));
  TRY_OK(change.write(edited.file, edit.to_string()));
  TRY(auto sync, change.finish(options, {}, true));
  return EditOutcome{std::move(sync)};
}

}  // namespace axle
