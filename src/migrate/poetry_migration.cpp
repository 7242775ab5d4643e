// SPDX-License-Identifier: MIT
#include "migrate/poetry_migration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "base/try.hpp"
#include "migrate/project_metadata.hpp"
#include "migrate/pyproject_writer.hpp"
#include "poetry/toml_values.hpp"
#include "poetry/uv_form.hpp"

namespace axle {
namespace {

/// Keys that have an equivalent, which is written elsewhere, or none at all.
constexpr std::array replaced{"name",
                              "version",
                              "description",
                              "license",
                              "authors",
                              "maintainers",
                              "readme",
                              "keywords",
                              "classifiers",
                              "homepage",
                              "urls",
                              "repository",
                              "plugins",
                              "package-mode",
                              "dependencies",
                              "dev-dependencies",
                              "group",
                              "extras",
                              "source",
                              "documentation",
                              "requires-poetry",
                              "requires-plugins",
                              "build-constraints"};

class Rewriter {
 public:
  Rewriter(const TomlDocument& document, PyprojectWriter writer, UvForm form)
      : poetry_(*document.root().find_path({"tool", "poetry"})),
        stated_(stated_in(document.root())),
        writer_(std::move(writer)),
        form_(std::move(form)),
        notes_(form_.warnings) {}

  Result<Migration> rewrite() {
    remove_replaced();
    TRY_OK(write_project());
    TRY_OK(write_table({"dependency-groups"}));
    TRY_OK(write_build_system());
    TRY_OK(write_uv());
    note_what_is_lost();
    note_supplemental_indexes();
    return Migration{.text = writer_.to_string(), .notes = std::move(notes_)};
  }

 private:
  static TomlValue stated_in(const TomlValue& root) {
    const TomlValue* const project = root.find("project");
    return project != nullptr ? *project : toml_table(root.position);
  }

  const TomlValue* in_form(std::initializer_list<std::string_view> path) const {
    return form_.document.root().find_path(path);
  }

  void remove_replaced() {
    TomlEditor& rest = writer_.rest();
    for (const char* const key : replaced)
      if (!is_dynamic(project_key_of(key))) rest.remove({"tool", "poetry", key});
    if (const TomlValue* const scripts = poetry_.find("scripts"); !is_dynamic("scripts") && scripts)
      for (const TomlEntry& entry : scripts->entries)
        if (entry.value.is_string()) rest.remove({"tool", "poetry", "scripts", entry.key});
    for (const TomlPath& path : {TomlPath{"tool", "poetry", "scripts"}, TomlPath{"tool", "poetry"}})
      if (rest.keys(path).empty()) rest.remove(path);
  }

  /// What `[project]` calls a key of the metadata.
  static std::string_view project_key_of(std::string_view key) {
    if (key == "homepage" || key == "repository" || key == "documentation") return "urls";
    return key == "plugins" ? "entry-points" : key;
  }

  /// Whether `[project]` leaves it to the backend, which finds it in `[tool.poetry]`.
  bool is_dynamic(std::string_view key) const {
    const TomlValue* const dynamic = in_form({"project", "dynamic"});
    return dynamic != nullptr && std::ranges::any_of(dynamic->items, [&](const TomlValue& item) {
             return item.text == key;
           });
  }

  /// What `[tool.poetry]` says of the package and `[project]` does not.
  TomlValue metadata() {
    TomlValue own = poetry_;
    std::erase_if(own.entries, [&](const TomlEntry& entry) {
      const std::string_view key = project_key_of(entry.key);
      return is_dynamic(key) || stated_.find(key) != nullptr;
    });
    return project_metadata(own, notes_);
  }

  Result<void> write_table(const TomlPath& path) {
    const TomlValue* table = &form_.document.root();
    for (const std::string& key : path) {
      table = table->find(key);
      if (table == nullptr) return {};
    }
    return writer_.set_table(path, *table);
  }

  Result<void> write_project() {
    for (const char* const key : {"name", "version"})
      if (const TomlValue* const value = in_form({"project", key}); value && !stated_.find(key))
        TRY_OK(writer_.set({"project", key}, *value));
    const TomlValue of_package = metadata();
    TRY_OK(writer_.set_table({"project"}, of_package, true));
    TRY_OK(write_decisions());
    for (const TomlEntry& entry : of_package.entries)
      if (entry.value.is_table()) TRY_OK(writer_.set_table({"project", entry.key}, entry.value));
    return {};
  }

  Result<void> write_decisions() {
    for (const char* const key : {"requires-python", "dependencies"})
      if (const TomlValue* const value = in_form({"project", key}))
        TRY_OK(writer_.set({"project", key}, *value));
    if (const TomlValue* const dynamic = in_form({"project", "dynamic"})) {
      if (dynamic->items.empty())
        writer_.rest().remove({"project", "dynamic"});
      else
        TRY_OK(writer_.set({"project", "dynamic"}, *dynamic));
    }
    return write_table({"project", "optional-dependencies"});
  }

  // uv takes a project without the table for one that is not built.
  Result<void> write_build_system() {
    const TomlValue* const backend = in_form({"build-system", "build-backend"});
    if (backend == nullptr || !backend->text.starts_with("poetry.")) return {};
    TRY_OK(writer_.set({"build-system", "requires"},
                       toml_array({toml_text("poetry-core>=2.0.0,<3.0.0", {})}, {})));
    return writer_.set({"build-system", "build-backend"}, toml_text("poetry.core.masonry.api", {}));
  }

  Result<void> write_uv() {
    if (const TomlValue* const constraints = poetry_.find("build-constraints"))
      TRY_OK(write_build_constraints(*constraints));
    const TomlValue* const uv = in_form({"tool", "uv"});
    if (uv == nullptr) return {};
    for (const TomlEntry& entry : uv->entries)
      if (entry.key != "index" && !entry.value.is_table())
        TRY_OK(writer_.set({"tool", "uv", entry.key}, entry.value));
    for (const TomlEntry& entry : uv->entries)
      if (entry.value.is_table()) TRY_OK(writer_.set_table({"tool", "uv", entry.key}, entry.value));
    if (const TomlValue* const indexes = uv->find("index")) TRY_OK(writer_.add_indexes(*indexes));
    return {};
  }

  Result<void> write_build_constraints(const TomlValue& constraints) {
    std::vector<TomlValue> list;
    for (const TomlEntry& package : constraints.entries)
      for (const TomlEntry& entry : package.value.entries)
        if (entry.value.is_string())
          list.push_back(toml_text(entry.key + entry.value.text, entry.position));
    if (list.empty()) return {};
    notes_.push_back(fmt::format(
        "line {}: build constraints hold for the builds of all packages now, not of one package "
        "alone",
        constraints.position.line));
    return writer_.set({"tool", "uv", "build-constraint-dependencies"},
                       toml_array(std::move(list), constraints.position));
  }

  void note_what_is_lost() {
    for (const auto& [key, why] :
         {std::pair("requires-poetry", "is dropped"),
          std::pair("requires-plugins", "is dropped: plugins of Poetry have no equivalent")})
      if (const TomlValue* const lost = poetry_.find(key))
        notes_.push_back(fmt::format("line {}: `{}` {}", lost->position.line, key, why));
    const TomlValue* const plugin = in_form({"tool", "poetry-dynamic-versioning"});
    const TomlValue* const version = poetry_.find("version");
    if (plugin != nullptr && version != nullptr && !is_dynamic("version"))
      notes_.push_back(fmt::format(
          "line {}: the version is `{}` now; for poetry-dynamic-versioning to find it, write "
          "`dynamic = [\"version\"]` into `[project]` in its place and keep `version` in "
          "`[tool.poetry]`",
          version->position.line, escape_foreign(version->text)));
  }

  void note_supplemental_indexes() {
    const TomlValue* const indexes = in_form({"tool", "uv", "index"});
    if (indexes == nullptr) return;
    for (const TomlValue& index : indexes->items)
      if (index.find("supplemental") != nullptr)
        notes_.push_back(
            fmt::format("`supplemental = true` of the index `{}` is a key of axle's own: uv passes "
                        "over it, and lets the index compete with the others",
                        escape_foreign(index.find("name")->text)));
  }

  const TomlValue& poetry_;
  const TomlValue stated_;  ///< the `[project]` of the file; without entries if it has none
  PyprojectWriter writer_;
  UvForm form_;
  std::vector<std::string> notes_;
};

}  // namespace

Result<Migration> migrate_poetry(const TomlDocument& document, std::string_view text,
                                 std::string_view pypi_url) {
  TRY(std::optional<UvForm> form, uv_form(document, pypi_url));
  if (!form)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is no Poetry project", escape_foreign(document.path().string())),
                "there is nothing to migrate");
  TRY(PyprojectWriter writer, PyprojectWriter::open(text));
  return Rewriter(document, std::move(writer), *std::move(form)).rewrite();
}

}  // namespace axle
