// SPDX-License-Identifier: MIT
#include "poetry/source_entries.hpp"

#include <algorithm>

#include "poetry/toml_values.hpp"

namespace axle {
namespace {

bool same_fields(const TomlValue& a, const TomlValue& b) {
  return std::ranges::equal(a.entries, b.entries, [](const TomlEntry& x, const TomlEntry& y) {
    return x.key == y.key && x.value.kind == y.value.kind && x.value.text == y.value.text &&
           x.value.boolean == y.value.boolean;
  });
}

TomlValue fields_of(const PoetryDependency& dependency, const PoetrySources& sources) {
  const TomlPosition at = dependency.position;
  TomlValue fields = toml_table(at);
  const auto set = [&](std::string_view key, const std::string& text) {
    if (!text.empty()) set_key(fields, key, toml_text(text, at));
  };
  if (const auto* git = std::get_if<PoetryGit>(&dependency.origin)) {
    set("git", git->repository);
    if (!git->reference_key.empty()) set(git->reference_key, git->reference);
    set("subdirectory", git->subdirectory);
  } else if (const auto* path = std::get_if<PoetryPath>(&dependency.origin)) {
    set("path", path->path);
    if (dependency.develop) set_key(fields, "editable", toml_flag(true, at));
  } else if (const auto* url = std::get_if<PoetryUrl>(&dependency.origin)) {
    set("url", url->url);
    set("subdirectory", url->subdirectory);
  } else if (dependency.source) {
    set("index", sources.index_named(*dependency.source).value_or(*dependency.source));
  }
  return fields;
}

}  // namespace

void SourceEntryWriter::add(const PoetryDependency& dependency, const PoetrySources& sources,
                            const DependencyPlace& place, Marker marker) {
  packages_[dependency.name].push_back(
      {.fields = fields_of(dependency, sources), .place = place, .marker = marker});
}

TomlValue SourceEntryWriter::table_of(const Entry& entry, Marker marker, bool with_place) {
  TomlValue table = entry.fields;
  if (const auto text = marker.to_text())
    set_key(table, "marker", toml_text(*text, entry.fields.position));
  if (with_place && entry.place.kind == DependencyPlace::Kind::extra)
    set_key(table, "extra", toml_text(entry.place.name, entry.fields.position));
  if (with_place && entry.place.kind == DependencyPlace::Kind::group)
    set_key(table, "group", toml_text(entry.place.name, entry.fields.position));
  return table;
}

TomlValue SourceEntryWriter::written(const std::vector<Entry>& entries) {
  const Entry& first = entries.front();
  const bool all_same = std::ranges::all_of(
      entries, [&](const Entry& entry) { return same_fields(entry.fields, first.fields); });
  if (all_same) return first.fields;
  const bool one_place =
      std::ranges::all_of(entries, [&](const Entry& entry) { return entry.place == first.place; });
  std::vector<TomlValue> tables;
  std::map<DependencyPlace, Marker> taken;
  for (const Entry& entry : entries) {
    Marker& earlier = taken.try_emplace(entry.place, Marker::never()).first->second;
    const Marker own = entry.marker.is_disjoint(earlier) ? entry.marker : entry.marker & ~earlier;
    if (entry.fields.entries.empty() || own.is_never()) continue;
    tables.push_back(table_of(entry, own, !one_place));
    earlier |= own;
  }
  return toml_array(std::move(tables), first.fields.position);
}

TomlValue SourceEntryWriter::table(TomlPosition position) const {
  TomlValue table = toml_table(position);
  for (const auto& [name, entries] : packages_) {
    TomlValue value = written(entries);
    const bool is_empty = value.is_table() ? value.entries.empty() : value.items.empty();
    if (!is_empty) set_key(table, name.text(), std::move(value));
  }
  return table;
}

}  // namespace axle
