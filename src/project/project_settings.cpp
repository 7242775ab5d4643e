// SPDX-License-Identifier: MIT
#include "project/project_settings.hpp"

#include <fmt/format.h>

#include "axle/standards/lenient.hpp"
#include "base/cursor.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/settings_reader.hpp"

namespace axle {
namespace {

Result<void> read_workspace(const TomlReader& parent, ProjectSettings& settings) {
  TRY(const TomlValue* table, parent.subtable("workspace"));
  if (table == nullptr) return {};
  const TomlReader reader(parent.document(), *table);
  TRY_OK(reader.refuse_unknown({"members", "exclude"}));
  TRY(auto members, reader.texts("members"));
  TRY(auto exclude, reader.texts("exclude"));
  settings.workspace_members = members ? *std::move(members) : std::vector<std::string>{};
  if (exclude) settings.workspace_exclude = *std::move(exclude);
  return {};
}

Result<void> read_groups(const TomlReader& reader, ProjectSettings& settings) {
  if (const TomlValue* value = reader.find("default-groups")) {
    settings.default_groups.is_stated = true;
    if (value->is_string()) {
      if (value->text != "all")
        return reader.error(
            *value,
            fmt::format(
                "default-groups must be \"all\" or a [\"list\", \"of\", \"groups\"], found \"{}\"",
                escape_foreign(value->text)));
      settings.default_groups.all = true;
    } else {
      TRY(auto groups, reader.parsed_list<GroupName>("default-groups", GroupName::parse));
      settings.default_groups.groups = *std::move(groups);
    }
  }
  TRY(const TomlValue* table, reader.subtable("dependency-groups"));
  if (table == nullptr) return {};
  for (const TomlEntry& entry : table->entries) {
    auto name = GroupName::parse(entry.key);
    if (!name) return reader.document().error(entry.position, name.error());
    if (!entry.value.is_table()) return reader.wrong_type(entry.value, "a map");
    const TomlReader group(reader.document(), entry.value);
    TRY(auto specifiers,
        group.parsed<VersionSpecifiers>("requires-python", parse_lenient_specifiers));
    if (settings.group_requires_python.contains(*name))
      return reader.document().error(
          entry.position,
          fmt::format("duplicate dependency-group settings for `{}`", name->text()));
    settings.group_requires_python.emplace(*std::move(name),
                                           specifiers.value_or(VersionSpecifiers{}));
  }
  return {};
}

Result<std::vector<Marker>> read_environments(const TomlReader& reader, std::string_view key) {
  const TomlValue* value = reader.find(key);
  std::vector<Marker> markers;
  if (value == nullptr) return markers;
  std::vector<const TomlValue*> items;
  if (value->is_array()) {
    for (const TomlValue& item : value->items) items.push_back(&item);
  } else {
    items.push_back(value);
  }
  for (const TomlValue* item : items) {
    TRY(const Marker marker, reader.parse_text<Marker>(*item, Marker::parse));
    // As with sources, only neighbours are compared.
    if (!markers.empty() && !markers.back().is_disjoint(marker)) {
      const auto text = [](Marker shown) { return shown.to_text().value_or("true"); };
      return reader.error(
          *item,
          fmt::format("Supported environments must be disjoint, but the following markers overlap: "
                      "`{}` and `{}`.",
                      text(markers.back()), text(marker)),
          fmt::format("replace `{}` with `{}`.", text(marker), text(~markers.back() & marker)));
    }
    markers.push_back(marker);
  }
  return markers;
}

Result<ConflictEntry> read_conflict(const TomlReader& parent, const TomlValue& value) {
  if (!value.is_table()) return parent.wrong_type(value, "a map");
  const TomlReader reader(parent.document(), value);
  TRY_OK(reader.refuse_unknown({"package", "extra", "group"}));
  ConflictEntry entry{std::nullopt, WholeProject{}};
  TRY(entry.package, reader.parsed<PackageName>("package", PackageName::parse));
  TRY(auto extra, reader.parsed<ExtraName>("extra", ExtraName::parse));
  TRY(auto group, reader.parsed<GroupName>("group", GroupName::parse));
  if (extra && group)
    return reader.error(value,
                        "Expected one of `extra` or `group` in conflicting entry, but found both");
  if (extra) entry.kind = *std::move(extra);
  if (group) entry.kind = *std::move(group);
  if (!extra && !group && !entry.package)
    return reader.error(value, "Expected `package`, `extra` or `group` field in conflicting entry");
  return entry;
}

Result<void> read_conflicts(const TomlReader& reader, ProjectSettings& settings) {
  TRY(const std::vector<TomlValue>* sets, reader.array("conflicts"));
  if (sets == nullptr) return {};
  for (const TomlValue& value : *sets) {
    if (!value.is_array()) return reader.wrong_type(value, "a sequence");
    ConflictEntrySet set{{}, value.position};
    bool has_two = false;
    for (const TomlValue& item : value.items) {
      TRY(ConflictEntry entry, read_conflict(reader, item));
      has_two = has_two || (!set.items.empty() && entry != set.items.front());
      set.items.push_back(std::move(entry));
    }
    if (set.items.empty())
      return reader.error(value,
                          "Each set of conflicts must have at least two entries, but found none");
    if (!has_two)
      return reader.error(
          value, "Each set of conflicts must have at least two entries, but found only one");
    settings.conflicts.push_back(std::move(set));
  }
  return {};
}

Result<std::pair<unsigned, unsigned>> parse_libc(std::string_view text) {
  Cursor in(text);
  const auto major = in.number();
  const bool has_dot = in.skip('.');
  const auto minor = in.number();
  if (!major || !has_dot || !minor || !in.at_end() || *major > 1000 || *minor > 1000)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a libc version: expected two numbers, as in `2.28`",
                            escape_foreign(text)));
  return std::pair{static_cast<unsigned>(*major), static_cast<unsigned>(*minor)};
}

Result<void> read_libc(const TomlReader& parent, ProjectSettings& settings) {
  TRY(const TomlValue* table, parent.subtable("minimum-libc-version"));
  if (table == nullptr) return {};
  const TomlReader reader(parent.document(), *table);
  TRY_OK(reader.refuse_unknown({"glibc", "musl"}));
  using Pair = std::pair<unsigned, unsigned>;
  settings.minimum_libc.emplace();
  TRY(settings.minimum_libc->glibc, reader.parsed<Pair>("glibc", parse_libc));
  TRY(settings.minimum_libc->musl, reader.parsed<Pair>("musl", parse_libc));
  return {};
}

Result<OverrideScope> read_scope(const TomlReader& reader) {
  TRY(const TomlValue* table, reader.subtable("package"));
  if (table == nullptr) return reader.error(reader.table(), "missing field `package`");
  const TomlReader package(reader.document(), *table);
  TRY_OK(package.refuse_unknown({"name", "version"}));
  TRY(auto name, package.parsed<PackageName>("name", PackageName::parse));
  if (!name) return reader.error(*table, "missing field `name`");
  OverrideScope scope{*std::move(name), std::nullopt};
  TRY(scope.version, package.parsed<Version>("version", Version::parse));
  return scope;
}

Result<void> read_overrides(const TomlReader& reader, ProjectSettings& settings) {
  TRY(const std::vector<TomlValue>* items, reader.array("override-dependencies"));
  if (items == nullptr) return {};
  for (const TomlValue& item : *items) {
    if (!item.is_table()) {
      TRY(Requirement requirement, reader.parse_text<Requirement>(item, Requirement::parse));
      settings.overrides.push_back({std::nullopt, std::move(requirement)});
      continue;
    }
    const TomlReader table(reader.document(), item);
    TRY_OK(table.refuse_unknown({"package", "dependencies"}));
    TRY(const OverrideScope scope, read_scope(table));
    TRY(auto dependencies, read_requirements(table, "dependencies"));
    if (!dependencies) return reader.error(item, "missing field `dependencies`");
    for (Requirement& dependency : *dependencies) {
      if (dependency.url)
        return reader.error(
            *table.find("dependencies"),
            fmt::format("a scoped override may only name versions, but `{}` has a URL",
                        dependency.name.text()));
      settings.overrides.push_back({scope, std::move(dependency)});
    }
  }
  return {};
}

Result<void> read_excludes(const TomlReader& reader, ProjectSettings& settings) {
  TRY(const std::vector<TomlValue>* items, reader.array("exclude-dependencies"));
  if (items == nullptr) return {};
  for (const TomlValue& item : *items) {
    if (!item.is_table()) {
      TRY(PackageName name, reader.parse_text<PackageName>(item, PackageName::parse));
      settings.excludes.push_back({std::nullopt, std::move(name)});
      continue;
    }
    const TomlReader table(reader.document(), item);
    TRY_OK(table.refuse_unknown({"package", "dependencies"}));
    TRY(const OverrideScope scope, read_scope(table));
    TRY(auto names, table.parsed_list<PackageName>("dependencies", PackageName::parse));
    if (!names) return reader.error(item, "missing field `dependencies`");
    for (PackageName& name : *names) settings.excludes.push_back({scope, std::move(name)});
  }
  return {};
}

Result<void> read_build_constraints(const TomlReader& reader, ProjectSettings& settings) {
  TRY(const std::vector<TomlValue>* items, reader.array("build-constraint-dependencies"));
  if (items == nullptr) return {};
  for (const TomlValue& item : *items) {
    if (!item.is_table()) {
      TRY(Requirement requirement, reader.parse_text<Requirement>(item, Requirement::parse));
      settings.build_constraints.push_back({std::move(requirement), {}});
      continue;
    }
    const TomlReader table(reader.document(), item);
    TRY_OK(table.refuse_unknown({"requirement", "hashes"}));
    TRY(auto requirement, table.parsed<Requirement>("requirement", Requirement::parse));
    if (!requirement) return reader.error(item, "missing field `requirement`");
    TRY(auto hashes, table.texts("hashes"));
    settings.build_constraints.push_back(
        {*std::move(requirement), hashes.value_or(std::vector<std::string>{})});
  }
  return {};
}

}  // namespace

Result<ProjectSettings> read_project_settings(const TomlReader& reader) {
  ProjectSettings settings;
  if (const TomlValue* sources = reader.find("sources")) {
    TRY(settings.sources, read_source_entries(reader, *sources));
  }
  TRY_OK(read_workspace(reader, settings));
  TRY(const auto is_managed, reader.flag("managed"));
  settings.is_managed = is_managed.value_or(true);
  TRY(settings.is_package, reader.flag("package"));
  TRY_OK(read_groups(reader, settings));
  TRY(settings.dev_dependencies, read_requirements(reader, "dev-dependencies"));
  TRY(settings.environments, read_environments(reader, "environments"));
  TRY(settings.required_environments, read_environments(reader, "required-environments"));
  TRY_OK(read_conflicts(reader, settings));
  TRY_OK(read_libc(reader, settings));
  TRY(auto constraints, read_requirements(reader, "constraint-dependencies"));
  settings.constraints = constraints.value_or(std::vector<Requirement>{});
  TRY_OK(read_build_constraints(reader, settings));
  TRY_OK(read_overrides(reader, settings));
  TRY_OK(read_excludes(reader, settings));
  TRY(settings.accelerators, read_accelerator_keys(reader));
  return settings;
}

}  // namespace axle
