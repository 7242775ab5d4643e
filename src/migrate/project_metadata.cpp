// SPDX-License-Identifier: MIT
#include "migrate/project_metadata.hpp"

#include <fmt/format.h>

#include <string_view>

#include "base/text.hpp"
#include "poetry/toml_values.hpp"

namespace axle {
namespace {

/// "Name <address>" as `{ name = …, email = … }`.
TomlValue person(const TomlValue& written) {
  TomlValue table = toml_table(written.position);
  const std::string_view text = written.text;
  const std::size_t open = text.find('<');
  const std::size_t close = text.rfind('>');
  const std::string_view name = trim(text.substr(0, open));
  if (!name.empty()) set_key(table, "name", toml_text(std::string(name), written.position));
  if (open != std::string_view::npos && close != std::string_view::npos && open < close)
    set_key(
        table, "email",
        toml_text(std::string(trim(text.substr(open + 1, close - open - 1))), written.position));
  return table;
}

void copy_people(const TomlValue& poetry, std::string_view key, TomlValue& project) {
  const TomlValue* const list = poetry.find(key);
  if (list == nullptr || list->items.empty()) return;
  std::vector<TomlValue> people;
  for (const TomlValue& item : list->items) people.push_back(person(item));
  set_key(project, key, toml_array(std::move(people), list->position));
}

void copy_urls(const TomlValue& poetry, TomlValue& project) {
  TomlValue urls = toml_table(poetry.position);
  for (const std::string_view key : {"homepage", "repository", "documentation"})
    if (const TomlValue* const url = poetry.find(key)) set_key(urls, key, *url);
  if (const TomlValue* const more = poetry.find("urls"))
    for (const TomlEntry& entry : more->entries) set_key(urls, entry.key, entry.value);
  if (!urls.entries.empty()) set_key(project, "urls", std::move(urls));
}

void copy_scripts(const TomlValue& poetry, TomlValue& project, std::vector<std::string>& notes) {
  const TomlValue* const scripts = poetry.find("scripts");
  if (scripts == nullptr) return;
  TomlValue out = toml_table(scripts->position);
  for (const TomlEntry& entry : scripts->entries) {
    if (entry.value.is_string())
      set_key(out, entry.key, entry.value);
    else
      notes.push_back(
          fmt::format("line {}: the script `{}` is more than an entry point and stays in "
                      "`[tool.poetry.scripts]`, where poetry-core builds it",
                      entry.position.line, escape_foreign(entry.key)));
  }
  if (!out.entries.empty()) set_key(project, "scripts", std::move(out));
}

void copy_readme(const TomlValue& poetry, TomlValue& project, std::vector<std::string>& notes) {
  const TomlValue* const readme = poetry.find("readme");
  if (readme == nullptr) return;
  if (readme->is_string()) {
    set_key(project, "readme", *readme);
    return;
  }
  if (readme->items.empty()) return;
  set_key(project, "readme", readme->items.front());
  if (readme->items.size() > 1)
    notes.push_back(
        fmt::format("line {}: `[project]` has one readme: the first of the list is kept",
                    readme->position.line));
}

}  // namespace

TomlValue project_metadata(const TomlValue& poetry, std::vector<std::string>& notes) {
  TomlValue project = toml_table(poetry.position);
  for (const std::string_view key : {"description", "license"})
    if (const TomlValue* const value = poetry.find(key); value != nullptr && !value->text.empty())
      set_key(project, key, *value);
  copy_people(poetry, "authors", project);
  copy_people(poetry, "maintainers", project);
  copy_readme(poetry, project, notes);
  for (const std::string_view key : {"keywords", "classifiers"})
    if (const TomlValue* const value = poetry.find(key); value != nullptr && !value->items.empty())
      set_key(project, key, *value);
  copy_urls(poetry, project);
  copy_scripts(poetry, project, notes);
  if (const TomlValue* const plugins = poetry.find("plugins");
      plugins != nullptr && !plugins->entries.empty())
    set_key(project, "entry-points", *plugins);
  return project;
}

}  // namespace axle
