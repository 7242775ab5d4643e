// SPDX-License-Identifier: MIT
#include "poetry/poetry_project.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/try.hpp"
#include "poetry/one_source.hpp"

namespace axle {
namespace {

/// Names of groups are compared in their normal form.
bool is_named(std::string_view key, std::string_view normal) {
  const auto name = GroupName::parse(key);
  return name && name->text() == normal;
}

Result<void> read_python(const TomlReader& dependencies, PoetryProject& project) {
  const auto entry = std::ranges::find_if(
      dependencies.table().entries, [](const TomlEntry& each) { return is_python(each.key); });
  if (entry == dependencies.table().entries.end()) return {};
  const TomlValue* const value = &entry->value;
  // A table may only narrow it further for locking; its version is what counts.
  const TomlValue* const text = value->is_table() ? value->find("version") : value;
  if (text == nullptr || !text->is_string())
    return dependencies.error(*value, "`python` is no version constraint",
                              "write it as a text, such as `python = \">=3.10\"`");
  auto constraint = PythonConstraint::parse(text->text);
  if (!constraint)
    return dependencies.error(
        *text, fmt::format("`python`: {}", constraint.error().message),
        constraint.error().hints.empty() ? std::string() : constraint.error().hints.front());
  if (constraint->leave_out_python_2())
    project.warnings.push_back(
        fmt::format("`python = \"{}\"`: nothing is locked for Python 2, which is left out",
                    escape_foreign(text->text)));
  project.python = *std::move(constraint);
  project.python_text = text->text;
  project.python_position = text->position;
  return {};
}

Result<void> read_main(const TomlReader& poetry, PoetryProject& project) {
  TRY(const TomlValue* const table, poetry.subtable("dependencies"));
  if (table == nullptr) return {};
  const TomlReader reader(poetry.document(), *table);
  TRY_OK(read_python(reader, project));
  TRY(project.dependencies, read_poetry_dependencies(reader, project.warnings));
  return {};
}

/// Extras whose normal names are equal are one to Poetry, with the dependencies of both.
PoetryExtra& extra_of(PoetryProject& project, const TomlEntry& entry) {
  const auto name = ExtraName::parse(entry.key);
  const auto is_it = [&](const PoetryExtra& other) {
    const auto its_name = ExtraName::parse(other.name);
    return name && its_name && *its_name == *name;
  };
  const auto same = std::ranges::find_if(project.extras, is_it);
  if (same != project.extras.end()) return *same;
  project.extras.push_back({.name = entry.key, .position = entry.position, .dependencies = {}});
  return project.extras.back();
}

Result<void> read_extras(const TomlReader& poetry, PoetryProject& project) {
  TRY(const TomlValue* const table, poetry.subtable("extras"));
  if (table == nullptr) return {};
  const TomlReader reader(poetry.document(), *table);
  for (const TomlEntry& entry : table->entries) {
    TRY(auto names, reader.parsed_list<PackageName>(entry.key, PackageName::parse));
    PoetryExtra& extra = extra_of(project, entry);
    extra.dependencies.insert(extra.dependencies.end(), names->begin(), names->end());
    for (const PackageName& name : *names) {
      const auto is_it = [&](const PoetryDependency& other) { return other.name == name; };
      if (std::ranges::none_of(project.dependencies, is_it))
        project.warnings.push_back(
            fmt::format("the extra `{}` names `{}`, which is no dependency of the project",
                        escape_foreign(entry.key), name.text()));
    }
  }
  return {};
}

Result<void> check_group_keys(const TomlReader& group, const TomlEntry& entry) {
  TRY_OK(group.refuse_unknown({"optional", "include-groups", "dependencies"}));
  if (group.table().entries.empty())
    return group.document().error(entry.position,
                                  fmt::format("the group `{}` is empty", escape_foreign(entry.key)),
                                  "give it `dependencies` or `include-groups`, or take it out");
  return {};
}

Result<void> read_group(const TomlReader& group, PoetryGroup& out,
                        std::vector<std::string>& warnings) {
  TRY(const auto optional, group.flag("optional"));
  out.is_optional = optional.value_or(false);
  TRY(const auto includes, group.texts("include-groups"));
  if (includes) out.includes = *includes;
  TRY(const TomlValue* const dependencies, group.subtable("dependencies"));
  if (dependencies == nullptr) return {};
  TRY(std::vector<PoetryDependency> read,
      read_poetry_dependencies(TomlReader(group.document(), *dependencies), warnings));
  std::ranges::move(read, std::back_inserter(out.dependencies));
  return {};
}

Result<void> read_groups(const TomlReader& poetry, PoetryProject& project) {
  TRY(const TomlValue* const legacy, poetry.subtable("dev-dependencies"));
  if (legacy != nullptr) {
    PoetryGroup dev{.name = "dev",
                    .position = legacy->position,
                    .is_optional = false,
                    .includes = {},
                    .dependencies = {}};
    TRY(dev.dependencies,
        read_poetry_dependencies(TomlReader(poetry.document(), *legacy), project.warnings));
    project.groups.push_back(std::move(dev));
  }
  TRY(const TomlValue* const groups, poetry.subtable("group"));
  if (groups == nullptr) return {};
  const TomlReader reader(poetry.document(), *groups);
  for (const TomlEntry& entry : groups->entries) {
    TRY(const TomlValue* const table, reader.subtable(entry.key));
    TRY_OK(check_group_keys(TomlReader(poetry.document(), *table), entry));
    const bool joins_legacy = legacy != nullptr && is_named(entry.key, "dev");
    if (!joins_legacy)
      project.groups.push_back({.name = entry.key,
                                .position = entry.position,
                                .is_optional = false,
                                .includes = {},
                                .dependencies = {}});
    TRY_OK(read_group(TomlReader(poetry.document(), *table),
                      joins_legacy ? project.groups.front() : project.groups.back(),
                      project.warnings));
  }
  return {};
}

/// A source that is named has to be there.
Result<void> check_source(const TomlDocument& document, const PoetryProject& project,
                          const PoetryDependency& dependency) {
  if (!dependency.source || project.sources.index_named(*dependency.source)) return {};
  return document.error(
      dependency.position,
      fmt::format("`{}`: the source `{}` does not exist", escape_foreign(dependency.key),
                  escape_foreign(*dependency.source)),
      "add a `[[tool.poetry.source]]` of that name, or correct the name");
}

/// The name of the whole project, wherever it is stated.
std::optional<PackageName> name_of(const TomlDocument& document, const PoetryProject& project) {
  const TomlValue* const stated = document.root().find_path({"project", "name"});
  const auto name =
      PackageName::parse(stated != nullptr ? stated->text : project.name.value_or(""));
  return name ? std::optional(*name) : std::nullopt;
}

Result<void> check_dependencies(const TomlDocument& document, const PoetryProject& project) {
  const auto name = name_of(document, project);
  for (const PoetryDependency* const dependency : all_dependencies(project)) {
    TRY_OK(check_source(document, project, *dependency));
    if (dependency->name == name)
      return document.error(
          dependency->position,
          fmt::format("`{}`: the project depends on itself", escape_foreign(dependency->key)),
          "take the dependency out, or give the project another name");
  }
  return {};
}

}  // namespace

std::vector<const PoetryDependency*> all_dependencies(const PoetryProject& project) {
  std::vector<const PoetryDependency*> all;
  for (const PoetryDependency& dependency : project.dependencies) all.push_back(&dependency);
  for (const PoetryGroup& group : project.groups)
    for (const PoetryDependency& dependency : group.dependencies) all.push_back(&dependency);
  return all;
}

bool is_poetry_project(const TomlValue& root) {
  const TomlValue* const poetry = root.find_path({"tool", "poetry"});
  if (poetry == nullptr || !poetry->is_table()) return false;
  // What poetry-core builds a package from says nothing about who looks after the project.
  static constexpr std::array telling{"dependencies",    "dev-dependencies", "group",
                                      "extras",          "source",           "package-mode",
                                      "requires-poetry", "requires-plugins", "build-constraints"};
  const bool is_of_poetry = std::ranges::any_of(poetry->entries, [](const TomlEntry& entry) {
    return std::ranges::find(telling, entry.key) != telling.end();
  });
  if (is_of_poetry) return true;
  return root.find("project") == nullptr && poetry->find("name") != nullptr;
}

Result<PoetryProject> read_poetry_project(const TomlDocument& document, std::string_view pypi_url) {
  const TomlReader poetry(document, *document.root().find_path({"tool", "poetry"}));
  PoetryProject project;
  TRY(project.name, poetry.text("name"));
  TRY(project.version, poetry.text("version"));
  TRY(const auto package_mode, poetry.flag("package-mode"));
  project.is_package = package_mode.value_or(true);
  TRY_OK(read_main(poetry, project));
  TRY_OK(read_extras(poetry, project));
  TRY_OK(read_groups(poetry, project));
  TRY(project.sources, read_poetry_sources(poetry, pypi_url));
  TRY_OK(check_dependencies(document, project));
  TRY_OK(check_one_source(document, project));
  return project;
}

}  // namespace axle
