// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "axle/project/settings_values.hpp"
#include "project/index_table.hpp"
#include "toml/toml_reader.hpp"

namespace axle {

/// Reads the keys that any layer may have, from a `tool.uv` table or the root of a `uv.toml`.
/// Project-only keys are not looked at. Errors: `invalid_input` with its place.
Result<SettingsLayer> read_settings_table(const TomlReader& reader, const ReadContext& context);

/// The keys of a table that uv does not know.
std::vector<const TomlEntry*> unknown_settings(const TomlValue& table);
/// The key that was probably meant; empty if none is near.
std::string_view nearest_setting(std::string_view key);
/// Whether only a `pyproject.toml` may have the key.
bool is_project_only(std::string_view key);

/// `tool.uv` and `tool.axle` of a project file as one table: for a key in both, the value of
/// `tool.axle`. A table in any case. Errors: `invalid_input` if one of them is something else.
Result<TomlValue> merged_tool_table(const TomlDocument& document);

/// A list of PEP 508 requirements at `key`.
Result<std::optional<std::vector<Requirement>>> read_requirements(const TomlReader& reader,
                                                                  std::string_view key);

}  // namespace axle
