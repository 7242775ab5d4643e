// SPDX-License-Identifier: MIT
#include "edit/project_edit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"
#include "toml_edit/toml_array.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {
namespace {

using Kind = TomlEditor::Kind;

const TomlPath production{"project", "dependencies"};
const TomlPath extras{"project", "optional-dependencies"};
const TomlPath groups{"dependency-groups"};
const TomlPath legacy_dev{"tool", "uv", "dev-dependencies"};
const TomlPath sources{"tool", "uv", "sources"};
const TomlPath members{"tool", "uv", "workspace", "members"};

std::unexpected<Error> malformed(const TomlPath& path, std::string hint) {
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                        fmt::format("`{}` is not what it should be", toml_key_text(path)), {},
                        toml_key_text(path), std::move(hint));
}

TomlPath with(TomlPath path, std::string key) {
  path.push_back(std::move(key));
  return path;
}

/// The key as it is written in the table, if one of this normal form is there.
template <class Name>
std::string key_like(const TomlEditor& editor, const TomlPath& table, const std::string& wanted) {
  for (const std::string& key : editor.keys(table))
    if (const auto name = Name::parse(key); name && name->text() == wanted) return key;
  return wanted;
}

/// A sorted table stays sorted: the key before which a new one goes.
std::optional<std::string> successor(const TomlEditor& editor, const TomlPath& table,
                                     const std::string& key) {
  const std::vector<std::string> keys = editor.keys(table);
  if (!std::ranges::is_sorted(keys)) return std::nullopt;
  const auto next = std::ranges::upper_bound(keys, key);
  return next == keys.end() ? std::nullopt : std::optional(*next);
}

}  // namespace

Result<ProjectEdit> ProjectEdit::open(std::string_view text, Form form) {
  ProjectEdit edit;
  TRY(edit.editor_, TomlEditor::open(text));
  edit.form_ = form;
  return edit;
}

bool ProjectEdit::has_legacy_dev_dependencies() const {
  return editor_.kind(legacy_dev) != Kind::none;
}

TomlPath ProjectEdit::path_of(const DependencyList& list) const {
  if (form_ == Form::script) return {"dependencies"};
  switch (list.kind) {
    case DependencyList::Kind::production:
      return production;
    case DependencyList::Kind::development:
      if (has_legacy_dev_dependencies()) return legacy_dev;
      return with(groups, key_like<GroupName>(editor_, groups, "dev"));
    case DependencyList::Kind::optional:
      return with(extras, key_like<ExtraName>(editor_, extras, list.name));
    case DependencyList::Kind::group:
      break;
  }
  return with(groups, key_like<GroupName>(editor_, groups, list.name));
}

Result<void> ProjectEdit::check_parent(const DependencyList& list) const {
  if (form_ == Form::script) return {};
  const bool is_in_project =
      list.kind == DependencyList::Kind::production || list.kind == DependencyList::Kind::optional;
  if (!is_in_project) return {};
  switch (editor_.kind({"project"})) {
    case Kind::table:
      return {};
    case Kind::none:
      return fail_with_code(
          ErrorKind::invalid_input, ErrorCode::project,
          "Project is missing a `[project]` table; add a `[project]` table to use production "
          "dependencies, or run `axle add --dev` instead",
          {}, {}, "run `axle init --bare` in an empty directory to see one");
    default:
      return malformed({"project"}, "write it as `[project]` with a key on each line");
  }
}

Result<RequirementList> ProjectEdit::read_list(const TomlPath& path) const {
  const auto value = editor_.value(path);
  if (!value) {
    if (editor_.kind(path) == Kind::none) return RequirementList::read("[]");
    return malformed(path, "write a list of requirements: `[\"torch>=2.5\"]`");
  }
  auto list = RequirementList::read(*value);
  if (!list) return malformed(path, "write a list of requirements: `[\"torch>=2.5\"]`");
  return list;
}

Result<void> ProjectEdit::write_list(const TomlPath& path, const RequirementList& list) {
  std::optional<std::string> before;
  const TomlPath table(path.begin(), path.end() - 1);
  if (table == groups) before = successor(editor_, table, path.back());
  return editor_.set(path, list.to_string(editor_.line_end()), before);
}

Result<bool> ProjectEdit::add(const DependencyList& list, const Requirement& requirement,
                              bool has_source) {
  TRY_OK(check_parent(list));
  const TomlPath path = path_of(list);
  TRY(RequirementList requirements, read_list(path));
  const bool is_new = requirements.add(requirement, has_source);
  TRY_OK(write_list(path, requirements));
  return is_new;
}

Result<void> ProjectEdit::set_specifiers(const DependencyList& list, const Requirement& requirement,
                                         const VersionSpecifiers& specifiers) {
  const TomlPath path = path_of(list);
  TRY(RequirementList requirements, read_list(path));
  requirements.set_specifiers(requirement.name, requirement.marker, specifiers);
  return write_list(path, requirements);
}

Result<std::size_t> ProjectEdit::remove(const DependencyList& list, const PackageName& name) {
  std::size_t removed = 0;
  std::vector<TomlPath> paths{path_of(list)};
  // A package may stand in both lists of development dependencies.
  if (list.kind == DependencyList::Kind::development && paths.front() == legacy_dev)
    paths.push_back(with(groups, key_like<GroupName>(editor_, groups, "dev")));
  for (const TomlPath& path : paths) {
    if (editor_.kind(path) == Kind::none) continue;
    TRY(RequirementList requirements, read_list(path));
    const std::size_t here = requirements.remove(name);
    if (here > 0) TRY_OK(write_list(path, requirements));
    removed += here;
  }
  return removed;
}

std::vector<TomlPath> ProjectEdit::all_lists() const {
  if (form_ == Form::script) return {{"dependencies"}};
  std::vector<TomlPath> paths{production, legacy_dev};
  for (const std::string& extra : editor_.keys(extras)) paths.push_back(with(extras, extra));
  for (const std::string& group : editor_.keys(groups)) paths.push_back(with(groups, group));
  return paths;
}

std::vector<DependencyList> ProjectEdit::lists_with(const PackageName& name) const {
  std::vector<DependencyList> found;
  for (const TomlPath& path : all_lists()) {
    const auto value = editor_.value(path);
    const auto list = value ? RequirementList::read(*value) : Result<RequirementList>();
    if (!list || !list->has(name)) continue;
    DependencyList one;
    if (path == legacy_dev || path == with(groups, "dev"))
      one.kind = DependencyList::Kind::development;
    else if (starts_with(path, extras))
      one = {DependencyList::Kind::optional, path.back()};
    else if (starts_with(path, groups))
      one = {DependencyList::Kind::group, path.back()};
    found.push_back(std::move(one));
  }
  return found;
}

Result<void> ProjectEdit::set_source(const PackageName& name, std::string_view entry) {
  const Kind kind = editor_.kind(sources);
  if (kind != Kind::none && kind != Kind::table)
    return malformed(sources, "write it as `[tool.uv.sources]` with a package on each line");
  const std::string key = key_like<PackageName>(editor_, sources, name.text());
  const TomlPath path = with(sources, key);
  const auto keys = editor_.keys(sources);
  // What was said last comes last, as from uv.
  const bool is_last = !keys.empty() && keys.back() == key;
  if (editor_.kind(path) == Kind::table || editor_.kind(path) == Kind::tables ||
      key != name.text() || !is_last)
    editor_.remove(path);
  return editor_.set(with(sources, name.text()), entry);
}

std::optional<std::string> ProjectEdit::source(const PackageName& name) const {
  const TomlPath path = with(sources, key_like<PackageName>(editor_, sources, name.text()));
  if (editor_.kind(path) != Kind::table) return editor_.value(path);
  // A table of its own, as it would be inline.
  std::string entry;
  for (const std::string& key : editor_.keys(path))
    if (const auto value = editor_.value(with(path, key)))
      entry += fmt::format("{} {} = {}", entry.empty() ? "{" : ",", key, *value);
  return entry + " }";
}

void ProjectEdit::prune_source(const PackageName& name) {
  if (!lists_with(name).empty()) return;
  const std::string key = key_like<PackageName>(editor_, sources, name.text());
  if (editor_.remove(with(sources, key)) && editor_.keys(sources).empty()) editor_.remove(sources);
}

Result<void> ProjectEdit::add_member(std::string_view path) {
  const std::string value = editor_.value(members).value_or("[]");
  auto list = TomlArray::parse(value);
  if (!list || editor_.kind(members) == Kind::table)
    return malformed(members, "write a list of paths: `[\"packages/*\"]`");
  list->insert(list->size(), toml_string(path));
  return editor_.set(members, list->to_string(editor_.line_end()));
}

Result<void> ProjectEdit::set_version(std::string_view version) {
  const TomlPath path{"project", "version"};
  if (!editor_.value(path))
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          "`project.version` is not stated", {}, {},
                          "write `version = \"0.1.0\"` below `[project]`");
  return editor_.set(path, toml_string(version));
}

}  // namespace axle
