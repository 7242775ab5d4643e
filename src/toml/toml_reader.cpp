// SPDX-License-Identifier: MIT
#include "toml/toml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/closest.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

std::string quoted(const auto& names) {
  std::vector<std::string> parts;
  for (const std::string_view name : names) parts.push_back(fmt::format("`{}`", name));
  return join(parts, ", ");
}

Result<std::string> as_is(std::string_view text) { return std::string(text); }

}  // namespace

std::unexpected<Error> TomlReader::wrong_type(const TomlValue& value,
                                              std::string_view expected) const {
  return error(value, fmt::format("invalid type: {}, expected {}", value.describe(), expected));
}

std::unexpected<Error> TomlReader::no_such_choice(
    const TomlValue& value, const std::vector<std::string_view>& names) const {
  if (!value.is_string()) return wrong_type(value, "a string");
  return error(value, fmt::format("unknown variant `{}`, expected one of {}",
                                  escape_foreign(value.text), quoted(names)));
}

Result<std::optional<std::string>> TomlReader::text(std::string_view key) const {
  return parsed<std::string>(key, as_is);
}

Result<std::optional<std::vector<std::string>>> TomlReader::texts(std::string_view key) const {
  return parsed_list<std::string>(key, as_is);
}

Result<std::optional<bool>> TomlReader::flag(std::string_view key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::optional<bool>{};
  if (value->kind != TomlValue::Kind::boolean) return wrong_type(*value, "a boolean");
  return std::optional(value->boolean);
}

Result<std::optional<std::uint64_t>> TomlReader::positive(std::string_view key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return std::optional<std::uint64_t>{};
  if (value->kind != TomlValue::Kind::integer) return wrong_type(*value, "a positive integer");
  if (value->integer < 1)
    return error(*value, fmt::format("invalid value: integer `{}`, expected a positive integer",
                                     value->integer));
  return std::optional(static_cast<std::uint64_t>(value->integer));
}

Result<const TomlValue*> TomlReader::subtable(std::string_view key) const {
  const TomlValue* value = find(key);
  if (value != nullptr && !value->is_table()) return wrong_type(*value, "a map");
  return value;
}

Result<const std::vector<TomlValue>*> TomlReader::array(std::string_view key) const {
  const TomlValue* value = find(key);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) return wrong_type(*value, "a sequence");
  return &value->items;
}

Result<void> TomlReader::refuse_unknown(std::initializer_list<std::string_view> known) const {
  for (const TomlEntry& entry : table_.entries) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    const std::string_view meant = closest(entry.key, known);
    return document_.error(
        entry.position,
        fmt::format("unknown field `{}`, expected one of {}", escape_foreign(entry.key),
                    quoted(known)),
        meant.empty() ? std::string() : fmt::format("did you mean `{}`?", meant));
  }
  return {};
}

}  // namespace axle
