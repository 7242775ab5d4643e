// SPDX-License-Identifier: MIT
#include "poetry/uv_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "axle/standards/lenient.hpp"
#include "axle/standards/requires_python.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "poetry/enrichment.hpp"
#include "poetry/environment_split.hpp"
#include "poetry/poetry_project.hpp"
#include "poetry/requirement_text.hpp"
#include "poetry/source_entries.hpp"
#include "poetry/toml_values.hpp"

namespace axle {
namespace {

using Kind = TomlValue::Kind;

/// Writes the tables of one project, part by part.
class UvFormWriter {
 public:
  UvFormWriter(const TomlDocument& document, PoetryProject project)
      : document_(document), poetry_(std::move(project)), root_(document.root()) {
    erase_key(at_key(root_, "tool", Kind::table), "poetry");
  }

  Result<UvForm> write() {
    TRY_OK(write_project());
    TRY_OK(write_python());
    if (takes_dependencies_of_poetry())
      write_dependencies();
    else
      TRY_OK(enrich_dependencies());
    if (is_filled(of_project("optional-dependencies")))
      TRY_OK(enrich_extras());
    else if (takes_dependencies_of_poetry())
      write_extras();
    TRY_OK(write_groups());
    write_indexes();
    write_rest();
    write_environments();
    return UvForm{.document = document_.with_root(std::move(root_)),
                  .warnings = std::move(poetry_.warnings)};
  }

 private:
  TomlValue& project() { return at_key(root_, "project", Kind::table); }
  TomlValue& uv() { return at_key(at_key(root_, "tool", Kind::table), "uv", Kind::table); }

  static bool is_filled(const TomlValue* value) {
    return value != nullptr && !(value->items.empty() && value->entries.empty());
  }
  static bool lists(const TomlValue* list, std::string_view text) {
    return list != nullptr && std::ranges::any_of(list->items, [&](const TomlValue& item) {
             return item.text == text;
           });
  }

  /// What the file itself has in `[project]`, or null.
  const TomlValue* of_project(std::string_view key) const {
    return document_.root().find_path({"project", key});
  }

  /// Poetry 2: `[project]` decides as soon as it has dependencies of either sort, unless it says
  /// that those that are not optional are elsewhere.
  bool takes_dependencies_of_poetry() const {
    if (is_filled(of_project("dependencies"))) return false;
    return !is_filled(of_project("optional-dependencies")) ||
           lists(of_project("dynamic"), "dependencies");
  }

  Result<void> write_project() {
    const TomlPosition at = document_.root().find_path({"tool", "poetry"})->position;
    TomlValue& table = project();
    if (table.find("name") == nullptr && !poetry_.name && poetry_.is_package)
      return document_.error(at, "the project has no `name`",
                             "add `name = \"…\"`, or `package-mode = false` to `[tool.poetry]`");
    if (table.find("name") == nullptr)
      set_key(table, "name", toml_text(poetry_.name.value_or("non-package-mode"), at));
    // A version that a plugin of the backend finds stays dynamic.
    const bool is_dynamic = lists(table.find("dynamic"), "version") && !poetry_.version;
    if (table.find("version") == nullptr && !is_dynamic) {
      if (!poetry_.version && poetry_.is_package)
        return document_.error(at, "the project has no `version`",
                               "add `version = \"0.1.0\"`, or `package-mode = false` to "
                               "`[tool.poetry]`");
      set_key(table, "version", toml_text(poetry_.version.value_or("0"), at));
    }
    if (TomlValue* const dynamic = find(table, "dynamic"))
      std::erase_if(dynamic->items, [&](const TomlValue& item) {
        return item.text == "dependencies" || item.text == "optional-dependencies" ||
               item.text == "requires-python" || (item.text == "version" && !is_dynamic);
      });
    return {};
  }

  static TomlValue* find(TomlValue& table, std::string_view key) {
    const auto found = std::ranges::find(table.entries, key, &TomlEntry::key);
    return found == table.entries.end() ? nullptr : &found->value;
  }

  /// To Poetry a project that does not say is for every Python.
  void write_every_python() {
    if (project().find("requires-python") != nullptr) return;
    poetry_.warnings.push_back(
        "the project does not say for which Pythons it is: all from 3.4 on count, as in Poetry; "
        "name those that you want, as `requires-python` of `[project]` or as `python` of "
        "`[tool.poetry.dependencies]`");
    set_key(project(), "requires-python", toml_text(">=3.4", poetry_.python_position));
  }

  Result<void> write_python() {
    if (!poetry_.python || poetry_.python->specifiers().empty()) {
      write_every_python();
      return {};
    }
    const TomlPosition at = poetry_.python_position;
    VersionSpecifiers wanted = poetry_.python->specifiers();
    if (const TomlValue* const stated = project().find("requires-python")) {
      TRY(const VersionSpecifiers outer, parse_lenient_specifiers(stated->text));
      if (!VersionRange::of_releases(wanted, true)
               .is_subset_of(VersionRange::of_releases(outer, true)))
        return document_.error(
            at,
            fmt::format("`python = \"{}\"` allows Pythons that `requires-python = \"{}\"` does not",
                        escape_foreign(poetry_.python_text), escape_foreign(stated->text)),
            "make `python` of `[tool.poetry.dependencies]` lie inside `project.requires-python`");
      wanted = wanted.and_also(outer);
    }
    set_key(project(), "requires-python", toml_text(wanted.to_string(","), at));
    return {};
  }

  /// The Pythons of a union one by one, each split where two groups want different things.
  void write_environments() {
    if (uv().find("environments") != nullptr) return;
    std::vector<Marker> pythons{Marker::always()};
    if (poetry_.python && poetry_.python->alternatives.size() > 1) {
      pythons.clear();
      for (const PythonConstraint::Range& range : poetry_.python->alternatives)
        pythons.push_back(range.marker);
    }
    const Marker all_pythons = poetry_.python ? poetry_.python->marker() : Marker::always();
    const std::vector<Marker> parts = environment_split(root_);
    std::vector<TomlValue> environments;
    Marker earlier = Marker::never();
    for (const Marker python : pythons) {
      for (const Marker part : parts) {
        const Marker own = python & part & ~earlier;
        if (own.is_disjoint(all_pythons)) continue;
        if (const auto text = own.to_text())
          environments.push_back(toml_text(*text, project().position));
      }
      earlier |= python;
    }
    if (!environments.empty())
      set_key(uv(), "environments", toml_array(std::move(environments), project().position));
  }

  void add(TomlValue& list, const PoetryDependency& dependency, const DependencyPlace& place,
           Marker marker) {
    list.items.push_back(toml_text(requirement_text(dependency, marker), dependency.position));
    sources_.add(dependency, poetry_.sources, place, marker);
    note_prereleases(dependency);
  }

  // Of entries that hold together, or that have the same constraint, Poetry takes the word of the
  // first.
  void note_prereleases(const PoetryDependency& dependency) {
    const auto range_of = [](const PoetryDependency& entry) {
      return entry.constraint ? entry.constraint->range() : VersionRange::full();
    };
    std::vector<PoetryDependency>& said = prereleases_said_[dependency.name];
    const bool is_said = std::ranges::any_of(said, [&](const PoetryDependency& earlier) {
      return !earlier.marker.is_disjoint(dependency.marker) ||
             range_of(earlier) == range_of(dependency);
    });
    said.push_back(dependency);
    if (is_said || !dependency.allow_prereleases) return;
    set_key(at_key(uv(), "prerelease-package", Kind::table), dependency.name.text(),
            toml_text(*dependency.allow_prereleases ? "allow" : "disallow", dependency.position));
  }

  bool is_in_an_extra(const PackageName& name) const {
    return std::ranges::any_of(poetry_.extras, [&](const PoetryExtra& extra) {
      return std::ranges::find(extra.dependencies, name) != extra.dependencies.end();
    });
  }

  void write_dependencies() {
    TomlValue list = toml_array({}, project().position);
    std::vector<const PoetryDependency*> optional;
    for (const PoetryDependency& dependency : poetry_.dependencies) {
      // What an extra names is installed with that extra alone, also if it is not marked so.
      if (dependency.optional || is_in_an_extra(dependency.name)) {
        optional.push_back(&dependency);
        continue;
      }
      if (dependency.marker.mentions_extras())
        poetry_.warnings.push_back(fmt::format(
            "`{}` is no optional dependency, but its marker tests an extra: it counts as if no "
            "extra were asked for; make it optional and list it in `[tool.poetry.extras]`",
            escape_foreign(dependency.key)));
      add_where_possible(list, dependency, {}, dependency.marker.assume_all_extras(false));
    }
    for (const PoetryDependency* const dependency : optional)
      if (!is_in_an_extra(dependency->name))
        poetry_.warnings.push_back(
            fmt::format("`{}` is optional and in no extra: it is left out; list it in "
                        "`[tool.poetry.extras]`",
                        escape_foreign(dependency->key)));
    set_key(project(), "dependencies", std::move(list));
  }

  void add_where_possible(TomlValue& list, const PoetryDependency& dependency,
                          const DependencyPlace& place, Marker marker) {
    if (!marker.is_never()) add(list, dependency, place, marker);
  }

  void write_extras() {
    if (poetry_.extras.empty()) return;
    TomlValue extras = toml_table(poetry_.extras.front().position);
    for (const PoetryExtra& extra : poetry_.extras) {
      TomlValue list = toml_array({}, extra.position);
      for (const PoetryDependency& dependency : poetry_.dependencies) {
        if (std::ranges::find(extra.dependencies, dependency.name) == extra.dependencies.end())
          continue;
        const DependencyPlace place{.kind = DependencyPlace::Kind::extra, .name = extra.name};
        add_where_possible(list, dependency, place, marker_in_extra(dependency.marker, extra.name));
        note_conflicts(dependency.marker, extra.name);
      }
      set_key(extras, extra.name, std::move(list));
    }
    set_key(project(), "optional-dependencies", std::move(extras));
  }

  void note_conflicts(Marker marker, const std::string& extra) {
    for (const std::string& other : extras_excluded_by(marker, extra))
      conflicts_.insert(std::minmax(extra, other));
  }

  Result<void> enrich_list(const DependencyPlace& place, TomlValue& list,
                           const std::vector<PoetryDependency>& dependencies) {
    const Enrichment enrichment{.document = document_, .dependencies = dependencies};
    return enrich(
        enrichment, place, list,
        [&](const PoetryDependency& dependency, const DependencyPlace& where, Marker marker) {
          if (where.kind == DependencyPlace::Kind::main && dependency.marker.mentions_extras())
            poetry_.warnings.push_back(fmt::format(
                "`{}` is needed by `[project]` without an extra, but its marker tests one: it "
                "counts as if no extra were asked for; put it into an extra of its own",
                escape_foreign(dependency.key)));
          sources_.add(dependency, poetry_.sources, where, marker);
          note_prereleases(dependency);
          if (where.kind == DependencyPlace::Kind::extra)
            note_conflicts(dependency.marker, where.name);
        });
  }

  Result<void> enrich_dependencies() {
    TomlValue* const list = find(project(), "dependencies");
    return list != nullptr ? enrich_list({}, *list, poetry_.dependencies) : Result<void>();
  }

  Result<void> enrich_extras() {
    for (TomlEntry& entry : find(project(), "optional-dependencies")->entries)
      TRY_OK(enrich_list({.kind = DependencyPlace::Kind::extra, .name = entry.key}, entry.value,
                         poetry_.dependencies));
    return {};
  }

  static std::string normal_form(const std::string& group) {
    const auto name = GroupName::parse(group);
    return name ? name->text() : group;
  }

  Result<void> write_groups() {
    TomlValue groups = toml_table({});
    if (const TomlValue* const written = document_.root().find("dependency-groups"))
      groups = *written;
    std::set<std::string> optional;
    for (const PoetryGroup& group : poetry_.groups) {
      if (group.is_optional) optional.insert(normal_form(group.name));
      TRY_OK(write_group(group, groups));
    }
    if (groups.entries.empty()) return {};
    std::vector<TomlValue> defaults;
    for (const TomlEntry& entry : groups.entries)
      if (!optional.contains(normal_form(entry.key)))
        defaults.push_back(toml_text(entry.key, entry.position));
    if (uv().find("default-groups") == nullptr)
      set_key(uv(), "default-groups", toml_array(std::move(defaults), groups.position));
    set_key(root_, "dependency-groups", std::move(groups));
    return {};
  }

  Result<void> write_group(const PoetryGroup& group, TomlValue& groups) {
    const DependencyPlace place{.kind = DependencyPlace::Kind::group, .name = group.name};
    TomlValue made = toml_array({}, group.position);
    TomlValue* const written = find(groups, group.name);
    TomlValue& list = written != nullptr ? *written : made;
    if (std::ranges::any_of(list.items, &TomlValue::is_string))
      TRY_OK(enrich_list(place, list, group.dependencies));
    else
      for (const PoetryDependency& dependency : group.dependencies)
        add_where_possible(list, dependency, place, dependency.marker.assume_all_extras(false));
    for (const std::string& include : group.includes) {
      TomlValue item = toml_table(group.position);
      set_key(item, "include-group", toml_text(include, group.position));
      list.items.push_back(std::move(item));
    }
    if (written == nullptr)
      groups.entries.push_back(
          {.key = group.name, .position = group.position, .value = std::move(made)});
    return {};
  }

  bool names_pypi() const {
    const auto is_pypi = [](const PoetryDependency& dependency) {
      return dependency.source && equals_ignoring_case(*dependency.source, "pypi");
    };
    return std::ranges::any_of(poetry_.dependencies, is_pypi) ||
           std::ranges::any_of(poetry_.groups, [&](const PoetryGroup& group) {
             return std::ranges::any_of(group.dependencies, is_pypi);
           });
  }

  void write_indexes() {
    const TomlPosition at = project().position;
    std::vector<TomlValue> tables;
    const auto& indexes = poetry_.sources.indexes;
    for (const PoetryIndex& index : indexes) {
      // PyPI is searched last anyway; it needs an entry only to be named, or to be searched
      // earlier.
      const bool is_last = std::ranges::all_of(&index + 1, indexes.data() + indexes.size(),
                                               &PoetryIndex::is_explicit);
      const bool is_last_pypi = index.is_pypi && is_last;
      if (is_last_pypi && !names_pypi()) continue;
      TomlValue table = toml_table(at);
      set_key(table, "name", toml_text(index.name, at));
      set_key(table, "url", toml_text(index.url, at));
      if (index.is_explicit || is_last_pypi) set_key(table, "explicit", toml_flag(true, at));
      if (index.is_default) set_key(table, "default", toml_flag(true, at));
      if (index.is_supplemental) set_key(table, "supplemental", toml_flag(true, at));
      if (index.is_flat) set_key(table, "format", toml_text("flat", at));
      // Poetry reads a refusal as "not here".
      if (!index.is_pypi)
        set_key(table, "ignore-error-codes",
                toml_array({toml_integer(401, at), toml_integer(403, at)}, at));
      tables.push_back(std::move(table));
    }
    if (!tables.empty() && uv().find("index") == nullptr)
      set_key(uv(), "index", toml_array(std::move(tables), at));
    if (!poetry_.sources.strategy.empty() && uv().find("index-strategy") == nullptr)
      set_key(uv(), "index-strategy", toml_text(poetry_.sources.strategy, at));
  }

  void write_rest() {
    const TomlPosition at = project().position;
    TomlValue sources = sources_.table(at);
    if (!sources.entries.empty() && uv().find("sources") == nullptr)
      set_key(uv(), "sources", std::move(sources));
    if (!poetry_.is_package) set_key(uv(), "package", toml_flag(false, at));
    if (poetry_.is_package && root_.find("build-system") == nullptr) {
      TomlValue build = toml_table(at);
      set_key(build, "requires", toml_array({toml_text("poetry-core", at)}, at));
      set_key(build, "build-backend", toml_text("poetry.core.masonry.api", at));
      set_key(root_, "build-system", std::move(build));
    }
    if (conflicts_.empty() || uv().find("conflicts") != nullptr) return;
    std::vector<TomlValue> sets;
    for (const auto& [one, other] : conflicts_) {
      std::vector<TomlValue> items;
      for (const std::string& extra : {one, other})
        set_key(items.emplace_back(toml_table(at)), "extra", toml_text(extra, at));
      sets.push_back(toml_array(std::move(items), at));
    }
    set_key(uv(), "conflicts", toml_array(std::move(sets), at));
  }

  const TomlDocument& document_;
  PoetryProject poetry_;
  TomlValue root_;
  SourceEntryWriter sources_;
  std::set<std::pair<std::string, std::string>> conflicts_;
  std::map<PackageName, std::vector<PoetryDependency>> prereleases_said_;
};

}  // namespace

Result<std::optional<UvForm>> uv_form(const TomlDocument& document, std::string_view pypi_url) {
  if (!is_poetry_project(document.root())) return std::optional<UvForm>();
  TRY(PoetryProject project, read_poetry_project(document, pypi_url));
  TRY(UvForm form, UvFormWriter(document, std::move(project)).write());
  return std::optional(std::move(form));
}

}  // namespace axle
