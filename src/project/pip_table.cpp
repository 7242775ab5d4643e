// SPDX-License-Identifier: MIT
#include "project/pip_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/closest.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/settings_reader.hpp"
#include "project/settings_table.hpp"

namespace axle {
namespace {

// The options of uv's pip interface that are keys of the table. Those for builds have lists here
// where `tool.uv` has flags.
constexpr std::array<std::string_view, 33> option_keys{"python",
                                                       "system",
                                                       "break-system-packages",
                                                       "target",
                                                       "prefix",
                                                       "no-build",
                                                       "no-binary",
                                                       "only-binary",
                                                       "extra",
                                                       "all-extras",
                                                       "no-extra",
                                                       "no-deps",
                                                       "group",
                                                       "allow-empty-requirements",
                                                       "output-file",
                                                       "no-strip-extras",
                                                       "no-strip-markers",
                                                       "no-annotate",
                                                       "no-header",
                                                       "custom-compile-command",
                                                       "generate-hashes",
                                                       "python-version",
                                                       "python-platform",
                                                       "universal",
                                                       "no-emit-package",
                                                       "emit-index-url",
                                                       "emit-find-links",
                                                       "emit-build-options",
                                                       "emit-index-annotation",
                                                       "emit-marker-expression",
                                                       "annotation-style",
                                                       "require-hashes",
                                                       "no-verify-hashes"};
constexpr std::array<std::string_view, 2> idle_keys{"strict", "verify-hashes"};

template <std::size_t count>
bool holds(const std::array<std::string_view, count>& keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

Result<PipOption> option_of(const TomlReader& reader, const TomlEntry& entry) {
  PipOption option{entry.key, {}};
  const auto text_of = [&](const TomlValue& value) -> Result<std::string> {
    if (value.is_string()) return value.text;
    if (value.kind == TomlValue::Kind::boolean)
      return std::string(value.boolean ? "true" : "false");
    if (value.kind == TomlValue::Kind::integer) return std::to_string(value.integer);
    return reader.wrong_type(value, "a string");
  };
  if (!entry.value.is_array()) {
    TRY(std::string text, text_of(entry.value));
    option.values.push_back(std::move(text));
    return option;
  }
  for (const TomlValue& item : entry.value.items) {
    TRY(std::string text, text_of(item));
    option.values.push_back(std::move(text));
  }
  return option;
}

std::unexpected<Error> unknown(const TomlReader& reader, const TomlEntry& entry) {
  std::vector<std::string_view> keys(option_keys.begin(), option_keys.end());
  for (const SettingRow& row : settings_table())
    if (!row.key.empty() && !row.project_only) keys.push_back(row.key);
  const std::string_view meant = closest(entry.key, keys);
  return reader.document().error(
      entry.position, fmt::format("unknown key `{}` of `pip`", escape_foreign(entry.key)),
      meant.empty() ? std::string() : fmt::format("did you mean `{}`?", meant));
}

}  // namespace

Result<SettingsLayer> read_pip_table(const TomlReader& settings, const ReadContext& context) {
  TRY(const TomlValue* table, settings.subtable("pip"));
  if (table == nullptr) return SettingsLayer{};
  TomlValue shared = *table;  // with `tool.uv`
  shared.entries.clear();
  std::vector<PipOption> options;
  std::vector<std::string> idle;
  for (const TomlEntry& entry : table->entries) {
    if (holds(option_keys, entry.key)) {
      TRY(PipOption option, option_of(settings, entry));
      options.push_back(std::move(option));
    } else if (holds(idle_keys, entry.key)) {
      idle.push_back(entry.key);
    } else if (const SettingRow* row = setting_of_key(entry.key);
               row != nullptr && !row->project_only) {
      shared.entries.push_back(entry);
    } else {
      return unknown(settings, entry);
    }
  }
  TRY(SettingsLayer layer, read_settings_table(TomlReader(settings.document(), shared), context));
  layer.pip_options = std::move(options);
  layer.idle_keys.insert(layer.idle_keys.end(), idle.begin(), idle.end());
  for (std::string& key : layer.idle_keys) key = "pip." + key;
  return layer;
}

}  // namespace axle
