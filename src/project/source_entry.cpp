// SPDX-License-Identifier: MIT
#include "project/source_entry.hpp"

#include <fmt/format.h>

#include <array>
#include <span>

#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/direct_source.hpp"
#include "project/large_files.hpp"

namespace axle {
namespace {

using Keys = std::initializer_list<std::string_view>;

// A source is of the first of these kinds whose key it has; the others may then not be there.
struct KindRule {
  std::string_view kind;
  Keys forbidden;
};
const std::array<KindRule, 5> kind_rules{{
    {"git", {"index", "workspace", "url", "editable", "package"}},
    {"url", {"index", "workspace", "path", "git", "rev", "tag", "branch", "editable", "package"}},
    {"path", {"index", "workspace", "git", "url", "rev", "tag", "branch"}},
    {"index", {"workspace", "git", "url", "path", "rev", "tag", "branch", "editable", "package"}},
    {"workspace", {"index", "git", "url", "path", "rev", "tag", "branch", "package"}},
}};

std::string marker_or_true(Marker marker) { return marker.to_text().value_or("true"); }

Result<GitSource> read_git(const TomlReader& reader) {
  GitSource source;
  TRY(const auto url, reader.text("git"));
  source.repository = url->starts_with("git+") ? url->substr(4) : *url;
  TRY(const auto subdirectory, reader.text("subdirectory"));
  TRY(const auto path, reader.text("path"));
  if (subdirectory && path)
    return reader.error(reader.table(), "cannot specify both `subdirectory` and `path`");
  source.subdirectory = subdirectory.value_or("");
  TRY(const auto lfs, reader.flag("lfs"));
  source.lfs = lfs ? *lfs : large_files_by_default();
  using Reference = GitSource::Reference;
  for (const auto& [key, kind] : {std::pair{"rev", Reference::revision},
                                  {"tag", Reference::tag},
                                  {"branch", Reference::branch}}) {
    TRY(const auto name, reader.text(key));
    if (!name) continue;
    if (source.reference != Reference::default_branch)
      return reader.error(*reader.find(key), "expected at most one of `rev`, `tag`, or `branch`");
    source.reference = kind;
    source.reference_name = *name;
  }
  return source;
}

Result<UrlEntry> read_url(const TomlReader& reader, const PackageName& name) {
  TRY(const auto url, reader.text("url"));
  TRY(const auto subdirectory, reader.text("subdirectory"));
  const TomlValue& place = *reader.find("url");
  if (url->contains('#'))
    return reader.error(place,
                        fmt::format("Fragments are not allowed in URLs: `{}`", shown_url(*url)));
  if (!url->contains("://"))
    return reader.error(place, fmt::format("relative URL without a base: {}", shown_url(*url)));
  const std::string_view path = std::string_view(*url).substr(0, url->find('?'));
  if (!names_archive(path)) {
    if (path.ends_with(".git") || path.starts_with("git+"))
      return reader.error(place,
                          fmt::format("`{0}` is associated with a URL source, but references a Git "
                                      "repository. Consider using a "
                                      "Git source instead (e.g., `{0} = {{ git = \"{1}\" }}`)",
                                      name.text(), shown_url(*url)));
    return reader.error(place, fmt::format("Expected direct URL (`{}`) to end in a supported file "
                                           "extension: `.whl`, `.tar.gz`, `.zip`",
                                           shown_url(*url)));
  }
  return UrlEntry{*url, subdirectory.value_or("")};
}

Result<PathEntry> read_path(const TomlReader& reader) {
  TRY(const auto path, reader.text("path"));
  PathEntry entry{*path, {}, {}};
  TRY(entry.editable, reader.flag("editable"));
  TRY(entry.package, reader.flag("package"));
  if (entry.editable == true && entry.package == false)
    return reader.error(reader.table(),
                        "cannot specify both `editable = true` and `package = false`");
  return entry;
}

Result<WorkspaceEntry> read_workspace(const TomlReader& reader) {
  WorkspaceEntry entry;
  TRY(entry.editable, reader.flag("editable"));
  const TomlValue& value = *reader.find("workspace");
  if (value.is_string()) {
    entry.path = value.text;
  } else if (value.kind != TomlValue::Kind::boolean) {
    return reader.wrong_type(value, "a boolean or a path");
  } else if (!value.boolean) {
    return reader.error(value, "`workspace = false` is not yet supported");
  }
  return entry;
}

Result<const KindRule*> find_kind(const TomlReader& reader) {
  for (const KindRule& rule : kind_rules) {
    if (reader.find(rule.kind) == nullptr) continue;
    for (const std::string_view key : rule.forbidden)
      if (reader.find(key) != nullptr)
        return reader.error(*reader.find(key),
                            fmt::format("cannot specify both `{}` and `{}`", rule.kind, key));
    return &rule;
  }
  return reader.error(reader.table(),
                      "expected one of `git`, `url`, `path`, `index`, or `workspace`");
}

Result<void> read_kind(const TomlReader& reader, const PackageName& name, SourceEntry& entry) {
  TRY(const KindRule* rule, find_kind(reader));
  if (rule->kind == "git") {
    TRY(entry.kind, read_git(reader));
  } else if (rule->kind == "url") {
    TRY(entry.kind, read_url(reader, name));
  } else if (rule->kind == "path") {
    TRY(entry.kind, read_path(reader));
  } else if (rule->kind == "index") {
    TRY(auto index, reader.text("index"));
    entry.kind = IndexEntry{*std::move(index)};
  } else {
    TRY(entry.kind, read_workspace(reader));
  }
  return {};
}

Result<SourceEntry> read_entry(const TomlReader& parent, const TomlValue& value,
                               const PackageName& name) {
  if (!value.is_table())
    return parent.wrong_type(value, "a single source (as a map) or list of sources");
  const TomlReader reader(parent.document(), value);
  TRY_OK(reader.refuse_unknown({"git", "subdirectory", "rev", "tag", "branch", "lfs", "url", "path",
                                "editable", "package", "index", "workspace", "marker", "extra",
                                "group"}));
  SourceEntry entry;
  entry.position = value.position;
  TRY(const auto marker, reader.parsed<Marker>("marker", Marker::parse));
  entry.marker = marker.value_or(Marker::always());
  TRY(entry.extra, reader.parsed<ExtraName>("extra", ExtraName::parse));
  TRY(entry.group, reader.parsed<GroupName>("group", GroupName::parse));
  if (entry.extra && entry.group)
    return reader.error(value, "cannot specify both `extra` and `group`");
  TRY_OK(read_kind(reader, name, entry));
  return entry;
}

// Only neighbours are compared, as uv does.
Result<void> check_disjoint(const TomlReader& reader, std::span<const SourceEntry> entries) {
  for (std::size_t i = 1; i < entries.size(); ++i) {
    const SourceEntry& left = entries[i - 1];
    const SourceEntry& right = entries[i];
    if (left.extra != right.extra || left.group != right.group ||
        left.marker.is_disjoint(right.marker))
      continue;
    if (left.marker.is_always() || right.marker.is_always())
      return reader.document().error((left.marker.is_always() ? left : right).position,
                                     "When multiple sources are provided, each source must include "
                                     "a platform marker (e.g., `marker = "
                                     "\"sys_platform == 'linux'\"`)");
    const std::string replacement = marker_or_true(~left.marker & right.marker);
    return reader.document().error(
        right.position,
        fmt::format(
            "Source markers must be disjoint, but the following markers overlap: `{}` and `{}`.",
            marker_or_true(left.marker), marker_or_true(right.marker)),
        fmt::format("replace `{}` with `{}`.", marker_or_true(right.marker), replacement));
  }
  return {};
}

}  // namespace

Result<SourceEntries> read_source_entries(const TomlReader& parent, const TomlValue& table) {
  if (!table.is_table()) return parent.wrong_type(table, "a map");
  SourceEntries sources;
  for (const TomlEntry& item : table.entries) {
    auto name = PackageName::parse(item.key);
    if (!name) return parent.document().error(item.position, name.error());
    if (sources.contains(*name))
      return parent.document().error(
          item.position, fmt::format("duplicate sources for package `{}`", name->text()));
    std::vector<SourceEntry> entries;
    if (item.value.is_array()) {
      for (const TomlValue& value : item.value.items) {
        TRY(SourceEntry entry, read_entry(parent, value, *name));
        entries.push_back(std::move(entry));
      }
      if (entries.empty()) return parent.error(item.value, "Must provide at least one source");
      TRY_OK(check_disjoint(parent, entries));
    } else {
      TRY(SourceEntry entry, read_entry(parent, item.value, *name));
      entries.push_back(std::move(entry));
    }
    sources.emplace(*std::move(name), std::move(entries));
  }
  return sources;
}

}  // namespace axle
