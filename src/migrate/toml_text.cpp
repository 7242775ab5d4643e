// SPDX-License-Identifier: MIT
#include "migrate/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "base/text.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {
namespace {

std::string on_one_line(const TomlValue& value) {
  switch (value.kind) {
    case TomlValue::Kind::string:
      return toml_string(value.text);
    case TomlValue::Kind::date_time:
      return value.text;
    case TomlValue::Kind::integer:
      return std::to_string(value.integer);
    case TomlValue::Kind::floating:
      return fmt::format("{}", value.floating);
    case TomlValue::Kind::boolean:
      return value.boolean ? "true" : "false";
    case TomlValue::Kind::array: {
      std::vector<std::string> items;
      for (const TomlValue& item : value.items) items.push_back(on_one_line(item));
      return fmt::format("[{}]", join(items, ", "));
    }
    case TomlValue::Kind::table:
      break;
  }
  std::vector<std::string> entries;
  for (const TomlEntry& entry : value.entries) {
    std::string text;
    append_toml_key(text, entry.key);
    entries.push_back(fmt::format("{} = {}", text, on_one_line(entry.value)));
  }
  return entries.empty() ? "{}" : fmt::format("{{ {} }}", join(entries, ", "));
}

}  // namespace

std::string toml_value_text(const TomlValue& value, const SourceComments& comments) {
  if (!value.is_array()) return on_one_line(value);
  const bool has_comments = std::ranges::any_of(value.items, [&](const TomlValue& item) {
    return !comments.behind(item.position).empty() || !comments.above(item.position).empty();
  });
  const bool is_list_of_words = std::ranges::all_of(value.items, [](const TomlValue& item) {
    return item.is_string() || item.is_table() || item.is_array();
  });
  if ((value.items.size() < 2 || !is_list_of_words) && !has_comments) return on_one_line(value);
  std::string text = "[\n";
  std::set<TomlPosition> told;  // of a dependency that became several
  for (const TomlValue& item : value.items) {
    const bool is_first = told.insert(item.position).second;
    if (is_first)
      for (const std::string& line : comments.above(item.position))
        text += fmt::format("    {}\n", line);
    text += fmt::format("    {},", on_one_line(item));
    const std::string behind = is_first ? comments.behind(item.position) : std::string();
    text += behind.empty() ? "\n" : fmt::format("  {}\n", behind);
  }
  return text + "]";
}

}  // namespace axle
