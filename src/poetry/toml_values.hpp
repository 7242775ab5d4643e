// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "axle/toml/toml.hpp"

// TOML values that were not read but made; each has the place of what it was made from, so that an
// error about it shows the user's own line.
namespace axle {

inline TomlValue toml_text(std::string text, TomlPosition position) {
  TomlValue value;
  value.kind = TomlValue::Kind::string;
  value.text = std::move(text);
  value.position = position;
  return value;
}

inline TomlValue toml_flag(bool flag, TomlPosition position) {
  TomlValue value;
  value.kind = TomlValue::Kind::boolean;
  value.boolean = flag;
  value.position = position;
  return value;
}

inline TomlValue toml_integer(std::int64_t integer, TomlPosition position) {
  TomlValue value;
  value.kind = TomlValue::Kind::integer;
  value.integer = integer;
  value.position = position;
  return value;
}

inline TomlValue toml_array(std::vector<TomlValue> items, TomlPosition position) {
  TomlValue value;
  value.kind = TomlValue::Kind::array;
  value.items = std::move(items);
  value.position = position;
  return value;
}

inline TomlValue toml_table(TomlPosition position) {
  TomlValue value;
  value.position = position;
  return value;
}

/// Sets a key, replacing what it had. Requires: `table` is one.
inline TomlValue& set_key(TomlValue& table, std::string_view key, TomlValue value) {
  const auto found = std::ranges::find(table.entries, key, &TomlEntry::key);
  if (found != table.entries.end()) return found->value = std::move(value);
  const TomlPosition position = value.position;
  return table.entries
      .emplace_back(
          TomlEntry{.key = std::string(key), .position = position, .value = std::move(value)})
      .value;
}

/// The table or array at a key, made if it is not there.
inline TomlValue& at_key(TomlValue& table, std::string_view key, TomlValue::Kind kind) {
  const auto found = std::ranges::find(table.entries, key, &TomlEntry::key);
  if (found != table.entries.end()) return found->value;
  TomlValue made;
  made.kind = kind;
  made.position = table.position;
  return set_key(table, key, std::move(made));
}

inline void erase_key(TomlValue& table, std::string_view key) {
  std::erase_if(table.entries, [&](const TomlEntry& entry) { return entry.key == key; });
}

}  // namespace axle
