// SPDX-License-Identifier: MIT
#include "poetry/sources.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

enum class Priority { first, primary, last, supplemental, explicitly };

struct Source {
  PoetryIndex index;
  Priority priority = Priority::primary;
};

bool is_pypi(std::string_view name) { return equals_ignoring_case(name, "pypi"); }

/// Poetry takes any text for a name, uv letters, digits and `-_.`.
std::string index_name_of(std::string_view source_name) {
  std::string name(source_name);
  for (char& letter : name)
    if (!is_ascii_alnum(letter) && std::string_view("-_.").find(letter) == std::string_view::npos)
      letter = '-';
  return name;
}

/// Poetry 1 had two priorities more, and two switches in their place.
Result<Priority> priority_of(const TomlReader& reader) {
  TRY(const auto stated,
      reader.choice<Priority>("priority", {{"primary", Priority::primary},
                                           {"supplemental", Priority::supplemental},
                                           {"explicit", Priority::explicitly},
                                           {"default", Priority::first},
                                           {"secondary", Priority::last}}));
  if (stated) return *stated;
  TRY(const auto is_default, reader.flag("default"));
  TRY(const auto is_secondary, reader.flag("secondary"));
  if (is_default.value_or(false)) return Priority::first;
  return is_secondary.value_or(false) ? Priority::last : Priority::primary;
}

Result<Source> read_source(const TomlReader& reader, std::string_view pypi_url) {
  TRY_OK(reader.refuse_unknown(
      {"name", "url", "priority", "default", "secondary", "links", "indexed"}));
  TRY(const auto name, reader.text("name"));
  if (!name || trim(*name).empty())
    return reader.error(reader.table(), "a source has no `name`",
                        "add `name = \"…\"` to the `[[tool.poetry.source]]`");
  TRY(const auto url, reader.text("url"));
  Source source;
  source.index.source_name = is_pypi(*name) ? "pypi" : *name;
  source.index.name = index_name_of(source.index.source_name);
  source.index.is_pypi = is_pypi(*name);
  TRY(source.priority, priority_of(reader));
  if (source.index.is_pypi && url)
    return reader.error(*reader.find("url"), "the source `pypi` is built in and takes no `url`",
                        "take the `url` out, or give the source another name");
  if (!source.index.is_pypi && !url)
    return reader.error(reader.table(),
                        fmt::format("the source `{}` has no `url`", escape_foreign(*name)),
                        "add `url = \"https://…\"`");
  source.index.url = url ? *url : std::string(pypi_url);
  source.index.is_explicit = source.priority == Priority::explicitly;
  source.index.is_flat = source.index.url.ends_with(".html") || source.index.url.ends_with(".htm");
  return source;
}

Result<std::vector<Source>> read_sources(const TomlReader& poetry, std::string_view pypi_url) {
  std::vector<Source> sources;
  TRY(const std::vector<TomlValue>* const items, poetry.array("source"));
  if (items == nullptr) return sources;
  for (const TomlValue& item : *items) {
    if (!item.is_table()) return poetry.wrong_type(item, "a table");
    TRY(Source source, read_source(TomlReader(poetry.document(), item), pypi_url));
    const bool is_known = std::ranges::any_of(sources, [&](const Source& other) {
      return equals_ignoring_case(other.index.name, source.index.name);
    });
    if (is_known)
      return poetry.error(item,
                          fmt::format("there are two sources named `{}` (their case counts for "
                                      "nothing)",
                                      escape_foreign(source.index.name)),
                          "give each source a name of its own");
    const bool is_second_default =
        source.priority == Priority::first && std::ranges::any_of(sources, [](const Source& other) {
          return other.priority == Priority::first;
        });
    if (is_second_default)
      return poetry.error(
          item,
          fmt::format("`{}` is a second default source", escape_foreign(source.index.source_name)),
          "give one of the two the priority `primary`");
    sources.push_back(std::move(source));
  }
  return sources;
}

/// PyPI is there without being named, unless some source takes its place.
void add_pypi(std::vector<Source>& sources, std::string_view pypi_url) {
  const bool is_replaced = std::ranges::any_of(sources, [](const Source& source) {
    return source.index.is_pypi || source.priority == Priority::primary ||
           source.priority == Priority::first;
  });
  if (is_replaced) return;
  sources.push_back({.index = {.name = "pypi",
                               .source_name = "pypi",
                               .url = std::string(pypi_url),
                               .is_pypi = true},
                     .priority = Priority::primary});
}

std::string strategy_of(const std::vector<Source>& sources) {
  const auto count = [&](auto wanted) { return std::ranges::count_if(sources, wanted); };
  const auto supplementals =
      count([](const Source& source) { return source.priority == Priority::supplemental; });
  const auto others = count([](const Source& source) {
    return source.priority != Priority::supplemental && source.priority != Priority::explicitly;
  });
  if (others > 1) return "unsafe-best-match";
  return supplementals > 0 ? "unsafe-first-match" : "";
}

}  // namespace

std::optional<std::string> PoetrySources::index_named(std::string_view name) const {
  for (const PoetryIndex& index : indexes)
    if (equals_ignoring_case(index.source_name, name)) return index.name;
  return std::nullopt;
}

Result<PoetrySources> read_poetry_sources(const TomlReader& poetry, std::string_view pypi_url) {
  TRY(std::vector<Source> sources, read_sources(poetry, pypi_url));
  add_pypi(sources, pypi_url);
  PoetrySources out;
  out.strategy = strategy_of(sources);
  if (out.strategy == "unsafe-best-match")
    for (Source& source : sources)
      source.index.is_supplemental = source.priority == Priority::supplemental;
  // Poetry 1's default before all, its secondary ones after; supplemental ones last.
  std::ranges::stable_sort(sources, {}, &Source::priority);
  const bool has_search = std::ranges::any_of(
      sources, [](const Source& source) { return source.priority != Priority::explicitly; });
  if (!has_search)
    return poetry.error(*poetry.find("source"), "every source is explicit, PyPI too",
                        "give one of them the priority `primary`");
  for (Source& source : sources) out.indexes.push_back(std::move(source.index));
  // PyPI is searched last in any case, unless another index is named the default one: that is for
  // projects whose sources took its place.
  if (std::ranges::any_of(out.indexes, &PoetryIndex::is_pypi)) return out;
  const auto last = std::ranges::find_if(
      out.indexes.rbegin(), out.indexes.rend(),
      [](const PoetryIndex& index) { return !index.is_explicit && !index.is_supplemental; });
  last->is_default = true;
  return out;
}

}  // namespace axle
