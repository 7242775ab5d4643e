// SPDX-License-Identifier: MIT
#include "project/build_choices_reader.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

Result<ConfigSettings> read_config(const TomlReader& reader, const TomlValue& table) {
  if (!table.is_table()) return reader.wrong_type(table, "a table");
  ConfigSettings settings;
  for (const TomlEntry& entry : table.entries) {
    ConfigValue value;
    if (entry.value.is_string()) {
      value.texts = {entry.value.text};
    } else if (entry.value.is_array()) {
      value.is_list = true;
      for (const TomlValue& item : entry.value.items) {
        if (!item.is_string()) return reader.wrong_type(item, "a string");
        value.texts.push_back(item.text);
      }
    } else {
      return reader.wrong_type(entry.value, "a string or a list of strings");
    }
    settings.emplace(entry.key, std::move(value));
  }
  return settings;
}

/// A table whose keys are packages, each value read by `read`.
template <class Value, class Read>
Result<std::map<PackageName, Value>> by_package(const TomlReader& reader, std::string_view key,
                                                Read read) {
  std::map<PackageName, Value> all;
  TRY(const TomlValue* const table, reader.subtable(key));
  if (table == nullptr) return all;
  for (const TomlEntry& entry : table->entries) {
    auto name = PackageName::parse(entry.key);
    if (!name) return reader.document().error(entry.position, name.error());
    TRY(Value value, read(entry.value));
    all.insert_or_assign(*std::move(name), std::move(value));
  }
  return all;
}

Result<ExtraBuildDependency> read_dependency(const TomlReader& reader, const TomlValue& item) {
  if (item.is_string()) {
    TRY(Requirement requirement, reader.parse_text<Requirement>(item, Requirement::parse));
    return ExtraBuildDependency{std::move(requirement), false};
  }
  if (!item.is_table())
    return reader.wrong_type(item, "a requirement or a table with `requirement`");
  const TomlReader inner(reader.document(), item);
  TRY_OK(inner.refuse_unknown({"requirement", "match-runtime"}));
  TRY(auto requirement, inner.parsed<Requirement>("requirement", Requirement::parse));
  if (!requirement) return reader.error(item, "missing field `requirement`");
  TRY(const auto matches, inner.flag("match-runtime"));
  if (matches.value_or(false) && (!requirement->specifiers.items().empty() || requirement->url))
    return reader.error(item,
                        fmt::format("`{}` with `match-runtime = true` must not state a version",
                                    requirement->name.text()),
                        "write the name alone: the version is that of the resolution");
  return ExtraBuildDependency{*std::move(requirement), matches.value_or(false)};
}

}  // namespace

Result<BuildChoices> read_build_choices(const TomlReader& reader) {
  BuildChoices choices;
  if (const TomlValue* table = reader.find("config-settings")) {
    TRY(choices.config_settings, read_config(reader, *table));
  }
  TRY(choices.config_settings_package,
      by_package<ConfigSettings>(reader, "config-settings-package", [&](const TomlValue& value) {
        return read_config(reader, value);
      }));
  TRY(const auto names,
      reader.parsed_list<PackageName>("no-build-isolation-package", PackageName::parse));
  if (names) choices.no_isolation_packages.insert(names->begin(), names->end());
  using Dependencies = std::vector<ExtraBuildDependency>;
  TRY(choices.extra_dependencies,
      by_package<Dependencies>(
          reader, "extra-build-dependencies", [&](const TomlValue& value) -> Result<Dependencies> {
            if (!value.is_array()) return reader.wrong_type(value, "a list");
            Dependencies list;
            for (const TomlValue& item : value.items) {
              TRY(ExtraBuildDependency dependency, read_dependency(reader, item));
              list.push_back(std::move(dependency));
            }
            return list;
          }));
  using Variables = std::map<std::string, std::string>;
  TRY(choices.extra_variables,
      by_package<Variables>(reader, "extra-build-variables",
                            [&](const TomlValue& value) -> Result<Variables> {
                              if (!value.is_table()) return reader.wrong_type(value, "a table");
                              Variables variables;
                              for (const TomlEntry& entry : value.entries) {
                                if (!entry.value.is_string())
                                  return reader.wrong_type(entry.value, "a string");
                                variables.emplace(entry.key, entry.value.text);
                              }
                              return variables;
                            }));
  return choices;
}

BuildChoices combine(BuildChoices upper, const BuildChoices& lower) {
  upper.config_settings.insert(lower.config_settings.begin(), lower.config_settings.end());
  for (const auto& [name, settings] : lower.config_settings_package)
    upper.config_settings_package[name].insert(settings.begin(), settings.end());
  upper.no_isolation_packages.insert(lower.no_isolation_packages.begin(),
                                     lower.no_isolation_packages.end());
  upper.extra_dependencies.insert(lower.extra_dependencies.begin(), lower.extra_dependencies.end());
  upper.extra_variables.insert(lower.extra_variables.begin(), lower.extra_variables.end());
  return upper;
}

Result<void> add_config_setting(ConfigSettings& settings, std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is no config setting: it has no `=`", escape_foreign(text)),
                "write KEY=VALUE, such as `--config-settings debug=true`");
  ConfigValue& value = settings[std::string(text.substr(0, equals))];
  value.is_list = !value.texts.empty();
  value.texts.emplace_back(text.substr(equals + 1));
  return {};
}

}  // namespace axle
