// SPDX-License-Identifier: MIT
#include "arguments/variables.hpp"

#include <fmt/format.h>

#include <array>

#include "arguments/opposites.hpp"
#include "arguments/option_kind.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "project/settings_table.hpp"

namespace axle {
namespace {

bool is_list(const CLI::Option& option) { return option.get_expected_max() > 1; }

/// As if the option had been given with these values.
Result<void> give(CLI::Option& option, const std::vector<std::string>& values,
                  std::string_view source) {
  try {
    for (const std::string& value : values) option.add_result(value);
    option.run_callback();
  } catch (const CLI::ParseError& error) {
    return fail_with_code(
        ErrorKind::invalid_input, ErrorCode::project,
        fmt::format("`{}` is not valid: {}", source, escape_foreign(error.what())), {},
        std::string(source));
  }
  return {};
}

std::unexpected<Error> no_flag(const Environment& environment, std::string_view variable,
                               const std::string& text) {
  return variable_error(environment, variable,
                        fmt::format("`{}` is neither true nor false", escape_foreign(text)),
                        "use `true` or `false`");
}

/// Those that are read where they are needed: a wrong one must not count as false there.
constexpr std::array<std::string_view, 5> direct_flags{
    "FROZEN", "LOCKED", "NO_SYSTEM_CONFIG", "SKIP_WHEEL_FILENAME_CHECK", "SYSTEM_PYTHON"};

CLI::Option* ungiven(CLI::App& command, std::string_view name) {
  CLI::Option* option = command.get_option_no_throw(std::string(name));
  return option != nullptr && option->count() == 0 ? option : nullptr;
}

}  // namespace

Result<void> apply_variables(CLI::App& command, const Environment& environment) {
  for (const std::string_view variable : direct_flags)
    if (const auto text = environment.get_setting(variable);
        text && !environment.get_flag(variable))
      return no_flag(environment, variable, *text);
  for (const SettingRow& row : settings_table()) {
    if (row.use != VariableUse::option) continue;
    const auto text = environment.get_setting(row.variable);
    if (!text) continue;
    CLI::Option* option = ungiven(command, row.option);
    if (option == nullptr) continue;
    const std::string name = "UV_" + std::string(row.variable);
    if (!is_flag(*option)) {
      std::vector<std::string> values{*text};
      if (is_list(*option)) {
        values.clear();
        for (const std::string_view part : split_on_space(*text)) values.emplace_back(part);
      }
      TRY_OK(give(*option, values, name));
      continue;
    }
    const auto value = environment.get_flag(row.variable);
    if (!value) return no_flag(environment, row.variable, *text);
    if (*value) TRY_OK(give(*option, {"true"}, name));
  }
  return {};
}

bool has_option_variables(const Environment& environment) {
  for (const SettingRow& row : settings_table())
    if (row.use == VariableUse::option && environment.get_setting(row.variable)) return true;
  return false;
}

Result<void> apply_pip_options(CLI::App& command, const std::vector<PipOption>& options) {
  for (const PipOption& stated : options) {
    CLI::Option* option = ungiven(command, "--" + stated.key);
    if (option == nullptr) continue;
    const std::string source = "tool.uv.pip." + stated.key;
    if (!is_flag(*option)) {
      TRY_OK(give(*option, stated.values, source));
      continue;
    }
    const std::string value = stated.values.empty() ? std::string() : stated.values.front();
    if (value != "true" && value != "false")
      return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                            fmt::format("`{}` is neither true nor false", source), {}, source);
    if (value == "true") TRY_OK(give(*option, {"true"}, source));
  }
  return {};
}

std::vector<std::string> idle_options(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    if (!is_asked_for(*option)) continue;
    for (const std::string& name : option->get_lnames()) {
      const SettingRow* row = setting_of_option("--" + name);
      if (row != nullptr && row->state == SettingState::idle) names.push_back("--" + name);
    }
  }
  return names;
}

}  // namespace axle
