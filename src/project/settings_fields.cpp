// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"
#include "project/settings_table.hpp"
#include "toml/toml_reader.hpp"

namespace axle {
namespace {

template <class... Function>
struct Overloaded : Function... {
  using Function::operator()...;
};

std::string quoted(const std::vector<std::string_view>& words, std::string_view last) {
  std::vector<std::string> names;
  for (const std::string_view word : words) names.push_back(fmt::format("`{}`", word));
  return join_in_words(names, last);
}

Result<void> read_words(const TomlReader& reader, const SettingRow& row, const SettingWords& words,
                        SettingsLayer& layer) {
  const TomlValue* value = reader.find(row.key);
  if (value == nullptr) return {};
  std::string_view text = value->text;
  // uv takes booleans for some of these.
  if (value->kind == TomlValue::Kind::boolean) text = value->boolean ? "true" : "false";
  const bool has_word = value->is_string() || value->kind == TomlValue::Kind::boolean;
  if (has_word && words.set(layer, text)) return {};
  return unknown_word(reader, *value, words.words());
}

/// A list in a variable: its parts stand between spaces.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view part : split_on_space(text)) parts.emplace_back(part);
  return parts;
}

Result<void> read_variable(const Environment& environment, const SettingRow& row,
                           const std::string& text, SettingsLayer& layer) {
  const auto wrong = [&](std::string_view reason, std::string hint = {}) {
    return variable_error(environment, row.variable, reason, std::move(hint));
  };
  return std::visit(
      Overloaded{
          [](std::monostate) -> Result<void> { return {}; },
          [&](std::optional<bool> SettingsLayer::* field) -> Result<void> {
            const auto value = environment.get_flag(row.variable);
            if (!value)
              return wrong(fmt::format("`{}` is neither true nor false", escape_foreign(text)),
                           "use `true` or `false`");
            if (!(layer.*field)) layer.*field = value;
            return {};
          },
          [&](std::optional<std::uint64_t> SettingsLayer::* field) -> Result<void> {
            layer.*field = parse_unsigned(text);
            if (layer.*field && layer.*field != 0) return {};
            return wrong(fmt::format("`{}` is not a positive integer", escape_foreign(text)));
          },
          [&](std::optional<std::string> SettingsLayer::* field) -> Result<void> {
            layer.*field = text;
            return {};
          },
          [&](std::optional<std::vector<std::string>> SettingsLayer::* field) -> Result<void> {
            layer.*field = parts_of(text);
            return {};
          },
          [&](std::optional<std::vector<PackageName>> SettingsLayer::* field) -> Result<void> {
            (layer.*field).emplace();
            for (const std::string& part : parts_of(text)) {
              auto name = PackageName::parse(part);
              if (!name) return wrong(name.error().message);
              (layer.*field)->push_back(*std::move(name));
            }
            return {};
          },
          [&](const SettingWords& words) -> Result<void> {
            if (words.set(layer, text)) return {};
            return wrong(fmt::format("`{}` is not one of {}", escape_foreign(text),
                                     quoted(words.words(), "and")));
          }},
      row.field);
}

}  // namespace

std::unexpected<Error> unknown_word(const TomlReader& reader, const TomlValue& value,
                                    const std::vector<std::string_view>& words) {
  if (!value.is_string()) return reader.wrong_type(value, "a string");
  std::vector<std::string> names;
  for (const std::string_view word : words) names.push_back(fmt::format("`{}`", word));
  return reader.error(value, fmt::format("unknown variant `{}`, expected one of {}",
                                         escape_foreign(value.text), join(names, ", ")));
}

Result<void> read_setting_fields(const TomlReader& reader, SettingsLayer& layer) {
  for (const SettingRow& row : settings_table()) {
    if (row.key.empty() || reader.find(row.key) == nullptr) continue;
    auto done = std::visit(
        Overloaded{
            [](std::monostate) -> Result<void> { return {}; },
            [&](std::optional<bool> SettingsLayer::* field) -> Result<void> {
              TRY(const auto value, reader.flag(row.key));
              if (!(layer.*field)) layer.*field = value;
              return {};
            },
            [&](std::optional<std::uint64_t> SettingsLayer::* field) -> Result<void> {
              TRY(layer.*field, reader.positive(row.key));
              return {};
            },
            [&](std::optional<std::string> SettingsLayer::* field) -> Result<void> {
              TRY(layer.*field, reader.text(row.key));
              return {};
            },
            [&](std::optional<std::vector<std::string>> SettingsLayer::* field) -> Result<void> {
              TRY(layer.*field, reader.texts(row.key));
              return {};
            },
            [&](std::optional<std::vector<PackageName>> SettingsLayer::* field) -> Result<void> {
              TRY(layer.*field, reader.parsed_list<PackageName>(row.key, PackageName::parse));
              return {};
            },
            [&](const SettingWords& words) -> Result<void> {
              return read_words(reader, row, words, layer);
            }},
        row.field);
    if (!done) return done;
  }
  return {};
}

Result<void> read_variable_fields(const Environment& environment, SettingsLayer& layer) {
  for (const SettingRow& row : settings_table()) {
    if (row.use != VariableUse::layer) continue;
    if (const auto text = environment.get_setting(row.variable))
      TRY_OK(read_variable(environment, row, *text, layer));
  }
  return {};
}

Result<void> set_option_word(SettingsLayer& layer, std::string_view option,
                             const std::optional<std::string>& word) {
  if (!word) return {};
  const SettingRow* row = setting_of_option(option);
  const auto* words = row == nullptr ? nullptr : std::get_if<SettingWords>(&row->field);
  if (words == nullptr)
    return fail(ErrorKind::bug, fmt::format("`{}` is no option with words", option));
  if (words->set(layer, *word)) return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a value of `{}`", escape_foreign(*word), option),
              fmt::format("use {}", quoted(words->words(), "or")));
}

void combine_fields(SettingsLayer& upper, const SettingsLayer& lower) {
  const auto prefer = [&](auto field) {
    if (!(upper.*field)) upper.*field = lower.*field;
  };
  const auto append = [&](auto field) {
    if (!(lower.*field)) return;
    if (!(upper.*field)) (upper.*field).emplace();
    (upper.*field)->insert((upper.*field)->end(), (lower.*field)->begin(), (lower.*field)->end());
  };
  for (const SettingRow& row : settings_table())
    std::visit(
        Overloaded{
            [](std::monostate) {},
            [&](std::optional<bool> SettingsLayer::* field) { prefer(field); },
            [&](std::optional<std::uint64_t> SettingsLayer::* field) { prefer(field); },
            [&](std::optional<std::string> SettingsLayer::* field) { prefer(field); },
            [&](std::optional<std::vector<std::string>> SettingsLayer::* field) { append(field); },
            [&](std::optional<std::vector<PackageName>> SettingsLayer::* field) { append(field); },
            [&](const SettingWords& words) { words.prefer(upper, lower); }},
        row.field);
}

std::vector<std::string> idle_variables(const Environment& environment) {
  std::vector<std::string> names;
  for (const SettingRow& row : settings_table()) {
    if (row.state != SettingState::idle || row.variable.empty()) continue;
    for (const std::string_view prefix : {"AXLE_", "UV_"})
      if (std::string name = std::string(prefix) + std::string(row.variable);
          environment.get_nonempty(name))
        names.push_back(std::move(name));
  }
  return names;
}

std::unexpected<Error> variable_error(const Environment& environment, std::string_view variable,
                                      std::string_view reason, std::string hint) {
  const std::string own = "AXLE_" + std::string(variable);
  const std::string shown = environment.get_nonempty(own) ? own : "UV_" + std::string(variable);
  return fail_with_code(
      ErrorKind::invalid_input, ErrorCode::project,
      fmt::format("the environment variable `{}` is not valid: {}", shown, reason), {}, shown,
      std::move(hint));
}

}  // namespace axle
