// SPDX-License-Identifier: MIT
#include "project/pyproject.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axle/standards/lenient.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/settings_reader.hpp"

namespace axle {
namespace {

Result<void> read_optional_dependencies(const TomlReader& reader, ProjectTable& project) {
  TRY(const TomlValue* table, reader.subtable("optional-dependencies"));
  if (table == nullptr) return {};
  const TomlReader inner(reader.document(), *table);
  for (const TomlEntry& entry : table->entries) {
    auto extra = ExtraName::parse(entry.key);
    if (!extra) return reader.document().error(entry.position, extra.error());
    const auto is_same = [&](const auto& other) { return other.first == *extra; };
    if (std::ranges::any_of(project.optional_dependencies, is_same))
      return reader.document().error(
          entry.position, fmt::format("duplicate normalized extra name `{}`", extra->text()));
    TRY(auto requirements, read_requirements(inner, entry.key));
    project.optional_dependencies.emplace_back(*std::move(extra), *std::move(requirements));
  }
  return {};
}

Result<ProjectTable> read_project_table(const TomlDocument& document, const TomlValue& table) {
  const TomlReader reader(document, table);
  TRY(auto name, reader.parsed<PackageName>("name", PackageName::parse));
  if (!name)
    return reader.error(table,
                        "`pyproject.toml` is using the `[project]` table, but the required "
                        "`project.name` field is not set",
                        "add `name = \"…\"` to `[project]`");
  ProjectTable project{*std::move(name), {}, {}, {}, {}, {}};
  TRY(auto dynamic, reader.texts("dynamic"));
  if (dynamic) project.dynamic = *std::move(dynamic);
  TRY(project.version, reader.parsed<Version>("version", Version::parse));
  if (!project.version && !project.is_dynamic("version"))
    return reader.error(table,
                        "`pyproject.toml` is using the `[project]` table, but the required "
                        "`project.version` field is neither set nor "
                        "present in the `project.dynamic` list",
                        "add `version = \"0.1.0\"` to `[project]`");
  TRY(project.requires_python,
      reader.parsed<VersionSpecifiers>("requires-python", parse_lenient_specifiers));
  TRY(auto dependencies, read_requirements(reader, "dependencies"));
  if (dependencies) project.dependencies = *std::move(dependencies);
  TRY_OK(read_optional_dependencies(reader, project));
  return project;
}

Result<GroupItem> read_group_item(const TomlReader& reader, const GroupName& group,
                                  const TomlValue& value) {
  if (value.is_string()) {
    auto requirement = Requirement::parse(value.text);
    if (!requirement) {
      auto failure = reader.error(
          value, fmt::format("Failed to parse entry in group `{}`: `{}`: {}", group.text(),
                             escape_foreign(value.text), requirement.error().message));
      failure.error().hints = requirement.error().hints;
      return failure;
    }
    return GroupItem{*std::move(requirement), value.position};
  }
  if (!value.is_table())
    return reader.wrong_type(value, "a requirement or a table with `include-group`");
  const TomlReader inner(reader.document(), value);
  TRY(auto include, inner.parsed<GroupName>("include-group", GroupName::parse));
  if (!include || value.entries.size() != 1)
    return reader.error(
        value,
        fmt::format("Group `{}` contains an unknown dependency object specifier", group.text()),
        "write a requirement, or `{ include-group = \"…\" }`");
  return GroupItem{GroupInclude{*std::move(include)}, value.position};
}

Result<std::vector<GroupTable>> read_group_tables(const TomlDocument& document) {
  std::vector<GroupTable> groups;
  const TomlReader root(document, document.root());
  TRY(const TomlValue* table, root.subtable("dependency-groups"));
  if (table == nullptr) return groups;
  const TomlReader reader(document, *table);
  for (const TomlEntry& entry : table->entries) {
    auto name = GroupName::parse(entry.key);
    if (!name) return document.error(entry.position, name.error());
    const auto is_same = [&](const GroupTable& other) { return other.name == *name; };
    if (std::ranges::any_of(groups, is_same))
      return document.error(entry.position,
                            fmt::format("duplicate dependency group: `{}`", name->text()),
                            "names of groups are compared in their normal form: give each its own");
    TRY(const std::vector<TomlValue>* items, reader.array(entry.key));
    GroupTable group{*std::move(name), {}, entry.position};
    for (const TomlValue& item : *items) {
      TRY(GroupItem read, read_group_item(reader, group.name, item));
      group.items.push_back(std::move(read));
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

Result<Pyproject> interpreted(TomlDocument document, std::chrono::system_clock::time_point now) {
  Pyproject pyproject{std::move(document), {}, false, {}, {}, {}};
  const TomlReader root(pyproject.document, pyproject.document.root());
  TRY(const TomlValue* project, root.subtable("project"));
  if (project != nullptr) {
    TRY(pyproject.project, read_project_table(pyproject.document, *project));
  }
  pyproject.has_build_system = root.find("build-system") != nullptr;
  TRY(pyproject.groups, read_group_tables(pyproject.document));
  TRY(const TomlValue tool, merged_tool_table(pyproject.document));
  const TomlReader reader(pyproject.document, tool);
  TRY(pyproject.settings, read_project_settings(reader));
  TRY(const std::vector<TomlValue>* indexes, reader.array("index"));
  if (indexes != nullptr) {
    const ReadContext context{pyproject.directory(), IndexOrigin::project, now};
    TRY(pyproject.indexes, read_index_tables(reader, *indexes, context));
  }
  return pyproject;
}

}  // namespace

bool ProjectTable::is_dynamic(std::string_view field) const {
  return std::ranges::find(dynamic, field) != dynamic.end();
}

Result<Pyproject> parse_pyproject(const std::filesystem::path& path, std::string text,
                                  std::chrono::system_clock::time_point now) {
  TRY(TomlDocument document, TomlDocument::parse(path, std::move(text)));
  return interpreted(std::move(document), now);
}

std::unexpected<Error> refuse(std::string message, const Pyproject& file, std::string hint) {
  return fail_with_code(ErrorKind::invalid_input, ErrorCode::project, std::move(message),
                        file.path().string(), {}, std::move(hint));
}

Result<Pyproject> read_pyproject(const std::filesystem::path& path,
                                 std::chrono::system_clock::time_point now, TomlFiles* files) {
  TRY(TomlDocument document, read_toml(path, files));
  return interpreted(std::move(document), now);
}

}  // namespace axle
