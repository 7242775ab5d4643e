// SPDX-License-Identifier: MIT
#include "project/settings_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <memory>

#include "axle/standards/lenient.hpp"
#include "base/closest.hpp"
#include "base/try.hpp"
#include "project/build_choices_reader.hpp"
#include "project/settings_table.hpp"

namespace axle {
namespace {

Result<IndexDefinition> plain_index(std::string_view text, const ReadContext& context,
                                    bool is_default) {
  IndexDefinition index;
  index.origin = context.origin;
  index.is_default = is_default;
  TRY(index.url, IndexUrl::parse(text, context.directory));
  return index;
}

Result<void> read_indexes(const TomlReader& reader, const ReadContext& context,
                          SettingsLayer& layer) {
  TRY(const std::vector<TomlValue>* tables, reader.array("index"));
  if (tables != nullptr) {
    TRY(layer.index, read_index_tables(reader, *tables, context));
  }
  TRY(layer.index_url, reader.parsed<IndexDefinition>("index-url", [&](std::string_view text) {
    return plain_index(text, context, true);
  }));
  TRY(layer.extra_index_url,
      reader.parsed_list<IndexDefinition>("extra-index-url", [&](std::string_view text) {
        return plain_index(text, context, false);
      }));
  TRY(layer.find_links, reader.parsed_list<IndexUrl>("find-links", [&](std::string_view text) {
    return IndexUrl::parse(text, context.directory);
  }));
  return {};
}

Result<void> read_exclude_newer(const TomlReader& reader, SettingsLayer& layer) {
  if (const TomlValue* value = reader.find("exclude-newer")) {
    TRY(layer.exclude_newer, read_upload_limit(reader, *value));
  }
  TRY(const TomlValue* packages, reader.subtable("exclude-newer-package"));
  if (packages == nullptr) return {};
  for (const TomlEntry& entry : packages->entries) {
    auto name = PackageName::parse(entry.key);
    if (!name) return reader.document().error(entry.position, name.error());
    TRY(UploadLimit limit, read_upload_limit(reader, entry.value));
    layer.exclude_newer_package.insert_or_assign(*std::move(name), std::move(limit));
  }
  return {};
}

Result<void> read_prereleases(const TomlReader& reader, SettingsLayer& layer) {
  TRY(const TomlValue* packages, reader.subtable("prerelease-package"));
  if (packages == nullptr) return {};
  const TomlReader inner(reader.document(), *packages);
  for (const TomlEntry& entry : packages->entries) {
    auto name = PackageName::parse(entry.key);
    if (!name) return reader.document().error(entry.position, name.error());
    const auto mode = entry.value.is_string() ? prerelease_mode(entry.value.text) : std::nullopt;
    if (!mode) return unknown_word(inner, entry.value, prerelease_words());
    layer.prerelease_package.insert_or_assign(*std::move(name), *mode);
  }
  return {};
}

Result<StatedMetadata> read_stated_metadata(const TomlReader& reader, const TomlValue& table) {
  if (!table.is_table()) return reader.wrong_type(table, "a map");
  const TomlReader inner(reader.document(), table);
  TRY(auto name, inner.parsed<PackageName>("name", PackageName::parse));
  if (!name) return reader.error(table, "missing field `name`");
  TRY(auto version, inner.parsed<Version>("version", Version::parse));
  CoreMetadata metadata{*name, name->text(), version.value_or(Version{}), "2.4", {}, {}, {}, {},
                        {}};
  TRY(auto requires_dist, inner.parsed_list<Requirement>("requires-dist", Requirement::parse));
  if (requires_dist) metadata.requires_dist = *std::move(requires_dist);
  TRY(metadata.requires_python,
      inner.parsed<VersionSpecifiers>("requires-python", parse_lenient_specifiers));
  for (const char* key : {"provides-extra", "provides-extras"}) {
    TRY(auto extras, inner.parsed_list<ExtraName>(key, ExtraName::parse));
    if (extras) metadata.provides_extras = *std::move(extras);
  }
  return StatedMetadata{*std::move(name), std::move(version),
                        std::make_shared<const CoreMetadata>(std::move(metadata))};
}

Result<void> read_packages(const TomlReader& reader, SettingsLayer& layer) {
  TRY(layer.upgrade_package, read_requirements(reader, "upgrade-package"));
  TRY(layer.builds, read_build_choices(reader));
  TRY(const std::vector<TomlValue>* metadata, reader.array("dependency-metadata"));
  if (metadata == nullptr) return {};
  for (const TomlValue& table : *metadata) {
    TRY(StatedMetadata stated, read_stated_metadata(reader, table));
    layer.dependency_metadata.push_back(std::move(stated));
  }
  return {};
}

/// Those without a scope: a scoped one is for a project's lock.
template <class T, class Parse>
Result<void> read_plain(const TomlReader& reader, std::string_view key, Parse parse,
                        std::vector<T>& items) {
  TRY(const std::vector<TomlValue>* values, reader.array(key));
  if (values == nullptr) return {};
  for (const TomlValue& value : *values) {
    if (value.is_table()) continue;
    TRY(T item, reader.parse_text<T>(value, parse));
    items.push_back(std::move(item));
  }
  return {};
}

Result<void> read_limits(const TomlReader& reader, SettingsLayer& layer) {
  TRY_OK(read_plain(reader, "constraint-dependencies", Requirement::parse,
                    layer.constraint_dependencies));
  TRY_OK(
      read_plain(reader, "override-dependencies", Requirement::parse, layer.override_dependencies));
  return read_plain(reader, "exclude-dependencies", PackageName::parse, layer.exclude_dependencies);
}

/// Relative to the file.
Result<void> read_cache_dir(const TomlReader& reader, const ReadContext& context,
                            SettingsLayer& layer) {
  TRY(layer.cache_dir, reader.text("cache-dir"));
  if (layer.cache_dir)
    layer.cache_dir = (context.directory / *layer.cache_dir).lexically_normal().string();
  return {};
}

}  // namespace

bool is_project_only(std::string_view key) {
  const SettingRow* row = setting_of_key(key);
  return row != nullptr && row->project_only;
}

std::vector<const TomlEntry*> unknown_settings(const TomlValue& table) {
  std::vector<const TomlEntry*> unknown;
  for (const TomlEntry& entry : table.entries)
    if (setting_of_key(entry.key) == nullptr) unknown.push_back(&entry);
  return unknown;
}

std::string_view nearest_setting(std::string_view key) {
  std::vector<std::string_view> keys;
  for (const SettingRow& row : settings_table())
    if (!row.key.empty()) keys.push_back(row.key);
  return closest(key, keys);
}

Result<std::optional<std::vector<Requirement>>> read_requirements(const TomlReader& reader,
                                                                  std::string_view key) {
  return reader.parsed_list<Requirement>(key, Requirement::parse);
}

Result<SettingsLayer> read_settings_table(const TomlReader& reader, const ReadContext& context) {
  SettingsLayer layer;
  TRY_OK(read_setting_fields(reader, layer));
  TRY_OK(read_cache_dir(reader, context, layer));
  TRY_OK(read_indexes(reader, context, layer));
  TRY_OK(read_exclude_newer(reader, layer));
  TRY_OK(read_prereleases(reader, layer));
  TRY_OK(read_packages(reader, layer));
  TRY_OK(read_limits(reader, layer));
  for (const TomlEntry& entry : reader.table().entries)
    if (const SettingRow* row = setting_of_key(entry.key);
        row != nullptr && row->state == SettingState::idle)
      layer.idle_keys.push_back(entry.key);
  return layer;
}

Result<TomlValue> merged_tool_table(const TomlDocument& document) {
  TomlValue merged;
  merged.position = {1, 1};
  for (const char* tool : {"axle", "uv"}) {
    const TomlValue* table = document.root().find_path({"tool", tool});
    if (table == nullptr) continue;
    if (!table->is_table())
      return document.error(
          table->position,
          fmt::format("invalid type: {}, expected a map at `tool.{}`", table->describe(), tool));
    if (merged.entries.empty()) merged.position = table->position;
    for (const TomlEntry& entry : table->entries)
      if (merged.find(entry.key) == nullptr) merged.entries.push_back(entry);
  }
  return merged;
}

}  // namespace axle
