// SPDX-License-Identifier: MIT
#include "migrate/pipfile_migration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "axle/standards/requirement.hpp"
#include "axle/versions/version.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "migrate/pyproject_writer.hpp"
#include "poetry/toml_values.hpp"

namespace axle {
namespace {

/// Tables of a Pipfile that are no category of packages.
constexpr std::array known_tables{"source", "requires", "scripts", "pipenv"};
/// Keys of a package that are marker variables, with their condition as value.
constexpr std::array marker_keys{"os_name",
                                 "sys_platform",
                                 "platform_machine",
                                 "platform_python_implementation",
                                 "platform_release",
                                 "platform_system",
                                 "platform_version",
                                 "python_version",
                                 "python_full_version",
                                 "implementation_name",
                                 "implementation_version"};

class PipfileReader {
 public:
  PipfileReader(const TomlDocument& pipfile, const NewProjectFacts& facts,
                std::string_view pypi_url, PyprojectWriter writer)
      : pipfile_(pipfile), facts_(facts), pypi_url_(pypi_url), writer_(std::move(writer)) {}

  Result<Migration> write() {
    TRY_OK(writer_.set({"project", "name"}, toml_text(facts_.name, {})));
    TRY_OK(writer_.set({"project", "version"}, toml_text("0.1.0", {})));
    TRY_OK(writer_.set({"project", "requires-python"}, toml_text(requires_python(), {})));
    TomlValue groups = toml_table({});
    TomlValue dependencies = toml_array({}, {});
    for (const TomlEntry& table : pipfile_.root().entries) {
      if (std::ranges::find(known_tables, table.key) != known_tables.end()) continue;
      TRY(TomlValue list, category(table));
      if (table.key == "packages")
        dependencies = std::move(list);
      else
        set_key(groups, table.key == "dev-packages" ? "dev" : table.key, std::move(list));
    }
    TRY_OK(writer_.set({"project", "dependencies"}, dependencies));
    TRY_OK(writer_.set_table({"dependency-groups"}, groups));
    TRY_OK(write_pipenv());
    TRY_OK(writer_.set_table({"tool", "uv", "sources"}, sources_));
    TRY_OK(write_indexes());
    note_scripts();
    return Migration{writer_.to_string(), std::move(notes_)};
  }

 private:
  const TomlValue* text_at(std::initializer_list<std::string_view> path) const {
    const TomlValue* const value = pipfile_.root().find_path(path);
    return value != nullptr && value->is_string() ? value : nullptr;
  }

  std::string requires_python() const {
    if (const TomlValue* full = text_at({"requires", "python_full_version"}))
      return "==" + full->text;
    if (const TomlValue* minor = text_at({"requires", "python_version"}))
      return minor->text.contains('.') ? fmt::format("=={}.*", minor->text) : ">=" + minor->text;
    return facts_.requires_python;
  }

  Result<TomlValue> category(const TomlEntry& table) {
    TomlValue list = toml_array({}, table.position);
    for (const TomlEntry& package : table.value.entries) {
      TRY(std::string text, requirement(package));
      auto parsed = Requirement::parse(text);
      if (!parsed) return pipfile_.error(package.value.position, parsed.error());
      list.items.push_back(toml_text(parsed->to_string(), {}));
      add_source(package, parsed->name.text());
    }
    return list;
  }

  Result<std::string> requirement(const TomlEntry& package) const {
    const TomlValue& value = package.value;
    if (value.is_string()) {
      TRY(const std::string version, specifiers(value));
      return package.key + version;
    }
    if (!value.is_table())
      return pipfile_.error(value.position, "a package has a version, or a table of its keys");
    std::string text = package.key;
    if (const TomlValue* extras = value.find("extras")) {
      std::vector<std::string> names;
      for (const TomlValue& extra : extras->items) names.push_back(extra.text);
      text += "[" + join(names, ",") + "]";
    }
    if (const TomlValue* written = value.find("version")) {
      TRY(const std::string version, specifiers(*written));
      text += version;
    }
    std::vector<std::string> conditions;
    if (const TomlValue* markers = value.find("markers"); markers != nullptr)
      conditions.push_back("(" + markers->text + ")");
    for (const char* const key : marker_keys)
      if (const TomlValue* condition = value.find(key))
        conditions.push_back(fmt::format("{} {}", key, condition->text));
    if (!conditions.empty()) text += " ; " + join(conditions, " and ");
    return text;
  }

  /// `*` is any version; a version alone is that one.
  Result<std::string> specifiers(const TomlValue& version) const {
    const std::string& text = version.text;
    if (text == "*") return std::string();
    if (std::string_view("<>=!~").contains(text.empty() ? 'x' : text.front())) return text;
    if (Version::parse(text)) return "==" + text;
    return pipfile_.error(version.position, fmt::format("`{}` is no version", escape_foreign(text)),
                          "write `*` for any version, or specifiers such as `>=1.2`");
  }

  void add_source(const TomlEntry& package, const std::string& name) {
    const TomlValue& value = package.value;
    TomlValue entry = toml_table({});
    const auto copy = [&](const char* from, const char* to) {
      if (const TomlValue* found = value.find(from)) set_key(entry, to, *found);
    };
    for (const auto& [from, to] :
         {std::pair("index", "index"), std::pair("git", "git"), std::pair("ref", "rev"),
          std::pair("subdirectory", "subdirectory"), std::pair("path", "path")})
      copy(from, to);
    if (const TomlValue* file = value.find("file"))
      set_key(entry, file->text.contains("://") ? "url" : "path", *file);
    if (entry.find("path") != nullptr) copy("editable", "editable");
    if (entry.entries.empty()) return;
    set_key(sources_, name, std::move(entry));
    for (const char* const other : {"hg", "svn", "bzr"})
      if (value.find(other) != nullptr)
        notes_.push_back(fmt::format("Pipfile line {}: `{}` repositories have no equivalent",
                                     package.position.line, other));
  }

  Result<void> write_pipenv() {
    const TomlValue* const pipenv = pipfile_.root().find("pipenv");
    if (pipenv == nullptr) return {};
    for (const TomlEntry& entry : pipenv->entries) {
      if (entry.key == "allow_prereleases") {
        if (entry.value.boolean)
          TRY_OK(writer_.set({"tool", "uv", "prerelease"}, toml_text("allow", {})));
        continue;
      }
      notes_.push_back(fmt::format("Pipfile line {}: `{}` of `[pipenv]` has no equivalent",
                                   entry.position.line, escape_foreign(entry.key)));
    }
    return {};
  }

  // The first source is the default; packages of the others name theirs.
  Result<void> write_indexes() {
    const TomlValue* const list = pipfile_.root().find("source");
    if (list == nullptr) return {};
    TomlValue indexes = toml_array({}, {});
    for (const TomlValue& source : list->items) {
      const bool is_first = &source == &list->items.front();
      const TomlValue* const url = source.find("url");
      if (url == nullptr) return pipfile_.error(source.position, "a source needs a `url`");
      if (const TomlValue* verify = source.find("verify_ssl"); verify && !verify->boolean)
        notes_.push_back(fmt::format(
            "Pipfile line {}: certificates are always checked; if the host has none that can be, "
            "name it in `tool.uv.allow-insecure-host`",
            verify->position.line));
      if (is_first && is_pypi(url->text) && !is_named(source)) continue;
      TomlValue index = toml_table({});
      if (const TomlValue* name = source.find("name")) set_key(index, "name", *name);
      set_key(index, "url", *url);
      set_key(index, is_first ? "default" : "explicit", toml_flag(true, {}));
      indexes.items.push_back(std::move(index));
    }
    if (indexes.items.empty()) return {};
    return writer_.add_indexes(indexes);
  }

  bool is_pypi(std::string_view url) const {
    const auto bare = [](std::string_view text) {
      while (text.ends_with('/')) text.remove_suffix(1);
      return text;
    };
    return bare(url) == bare(pypi_url_);
  }

  /// Whether a package names this source.
  bool is_named(const TomlValue& source) const {
    const TomlValue* const name = source.find("name");
    return name != nullptr && std::ranges::any_of(sources_.entries, [&](const TomlEntry& entry) {
             const TomlValue* const index = entry.value.find("index");
             return index != nullptr && index->text == name->text;
           });
  }

  void note_scripts() {
    const TomlValue* const scripts = pipfile_.root().find("scripts");
    if (scripts == nullptr) return;
    for (const TomlEntry& entry : scripts->entries)
      notes_.push_back(fmt::format(
          "Pipfile line {}: the script `{}` has no equivalent: run `axle run {}`",
          entry.position.line, escape_foreign(entry.key),
          entry.value.is_string() ? escape_foreign(entry.value.text) : std::string("…")));
  }

  const TomlDocument& pipfile_;
  const NewProjectFacts& facts_;
  std::string_view pypi_url_;
  PyprojectWriter writer_;
  TomlValue sources_ = toml_table({});
  std::vector<std::string> notes_;
};

}  // namespace

Result<Migration> migrate_pipfile(const TomlDocument& pipfile, const NewProjectFacts& facts,
                                  std::string_view pypi_url, std::string_view text) {
  TRY(PyprojectWriter writer, PyprojectWriter::open(text));
  if (writer.has({"project"}))
    return fail(ErrorKind::invalid_input, "`pyproject.toml` has a `[project]` already",
                "add what the Pipfile asks for with `axle add`");
  return PipfileReader(pipfile, facts, pypi_url, std::move(writer)).write();
}

}  // namespace axle
