// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "axle/base/environment.hpp"
#include "axle/base/error.hpp"
#include "axle/project/settings_values.hpp"

// The one list of everything that can be set. Files, variables and the command line are read by it,
// and docs/settings.md is made from it.
namespace axle {

class TomlReader;
struct TomlValue;

/// One of a closed list of words: how it is set in a layer, and joined with that of a lower one.
struct SettingWords {
  std::vector<std::string_view> (*words)();
  /// False if `word` is none of them.
  bool (*set)(SettingsLayer& layer, std::string_view word);
  void (*prefer)(SettingsLayer& upper, const SettingsLayer& lower);
};

/// Where a layer keeps the value. Nothing: it is read in its own way, or not by layers at all.
using SettingField =
    std::variant<std::monostate, std::optional<bool> SettingsLayer::*,
                 std::optional<std::uint64_t> SettingsLayer::*,
                 std::optional<std::string> SettingsLayer::*,
                 std::optional<std::vector<std::string>> SettingsLayer::*,
                 std::optional<std::vector<PackageName>> SettingsLayer::*, SettingWords>;

enum class SettingState : std::uint8_t {
  acts,
  idle,       ///< nothing is done: said once, by name
  elsewhere,  ///< only for commands that there are not
};

/// What reads the variable.
enum class VariableUse : std::uint8_t {
  none,
  layer,   ///< settings_from_environment
  option,  ///< as if the option had been given, where a command has it
  direct,  ///< whoever needs it
};

struct SettingRow {
  std::string_view key = {};       ///< of `tool.uv`, `tool.axle`, `uv.toml`; empty: none
  std::string_view variable = {};  ///< without `UV_` and `AXLE_`; empty: none
  std::string_view option = {};    ///< of the command line; empty: none
  std::string_view effect = {};    ///< what it does, for the documentation
  SettingField field = {};
  VariableUse use = VariableUse::none;
  SettingState state = SettingState::acts;
  bool project_only = false;  ///< a `uv.toml` may not have the key
};

/// All settings, in the order of the documentation.
std::span<const SettingRow> settings_table();

/// The row of a key or option; null if there is none.
const SettingRow* setting_of_key(std::string_view key);
const SettingRow* setting_of_option(std::string_view option);

/// Reads every key that has a field. Errors: `invalid_input` with the place of the value.
Result<void> read_setting_fields(const TomlReader& reader, SettingsLayer& layer);

/// Reads every variable that has a field. Errors: `invalid_input` (E_PROJECT), naming the variable.
Result<void> read_variable_fields(const Environment& environment, SettingsLayer& layer);

/// The error about a value that is none of the words, as TomlReader::choice has it.
std::unexpected<Error> unknown_word(const TomlReader& reader, const TomlValue& value,
                                    const std::vector<std::string_view>& words);

/// The value of an option that takes one of some words. Errors: `invalid_input` with the words.
Result<void> set_option_word(SettingsLayer& layer, std::string_view option,
                             const std::optional<std::string>& word);

/// What `prerelease` and `prerelease-package` may say; none for another word.
std::optional<PrereleaseMode> prerelease_mode(std::string_view word);
std::vector<std::string_view> prerelease_words();

/// Every field of `upper` that is not stated becomes that of `lower`; lists are joined.
void combine_fields(SettingsLayer& upper, const SettingsLayer& lower);

/// The names (`UV_…` or `AXLE_…`, as they are set) of variables that have no effect here.
std::vector<std::string> idle_variables(const Environment& environment);

/// An error about a variable, by the name that it is set under.
std::unexpected<Error> variable_error(const Environment& environment, std::string_view variable,
                                      std::string_view reason, std::string hint = {});

/// The page `docs/settings.md`.
std::string settings_page();

}  // namespace axle
