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
constexpr std::array<std::string_view, 6> direct_flags{
    "FROZEN",       "GIT_LFS", "LOCKED", "NO_SYSTEM_CONFIG", "SKIP_WHEEL_FILENAME_CHECK",
    "SYSTEM_PYTHON"};

CLI::Option* ungiven(CLI::App& command, std::string_view name) {
  CLI::Option* option = command.get_option_no_throw(std::string(name));
  return option != nullptr && option->count() == 0 ? option : nullptr;
}

bool is_given(const CLI::App& command, const char* name) {
  const CLI::Option* const option = command.get_option_no_throw(name);
  return option != nullptr && is_asked_for(*option);
}

/// The option by which the lock is judged, not changed; empty if none was given. The `--check` of
/// other commands is about other things.
std::string_view judging_option(const CLI::App& command) {
  if (is_given(command, "--locked")) return "--locked";
  return command.get_name() == "lock" && is_given(command, "--check") ? "--check" : "";
}

/// One says to use the lock as it is, the other to judge it.
Result<void> refuse_both_lock_uses(CLI::App& command, const Environment& environment) {
  const auto is_set = [&](std::string_view option, const char* variable) {
    return ungiven(command, option) != nullptr && environment.get_flag(variable).value_or(false);
  };
  if (!judging_option(command).empty() || !is_set("--locked", "LOCKED") ||
      !is_set("--frozen", "FROZEN"))
    return {};
  return fail(ErrorKind::invalid_input,
              "the environment variable `UV_LOCKED` cannot be used with `UV_FROZEN`",
              "unset one of them");
}

}  // namespace

Result<void> apply_variables(CLI::App& command, const Environment& environment) {
  for (const std::string_view variable : direct_flags)
    if (const auto text = environment.get_setting(variable);
        text && !environment.get_flag(variable))
      return no_flag(environment, variable, *text);
  TRY_OK(refuse_both_lock_uses(command, environment));
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

std::optional<std::string> overruled_variable(const CLI::App& command,
                                              const Environment& environment) {
  const std::string_view judging = judging_option(command);
  const bool is_frozen = is_given(command, "--frozen");
  if (judging.empty() && !is_frozen) return std::nullopt;
  const char* const variable = is_frozen ? "LOCKED" : "FROZEN";
  if (!environment.get_flag(variable).value_or(false)) return std::nullopt;
  return fmt::format("Ignoring `UV_{}` because `{}` was provided", variable,
                     is_frozen ? "--frozen" : judging);
}

bool has_option_variables(const Environment& environment) {
  if (environment.get_setting("LOCKED") && environment.get_setting("FROZEN")) return true;
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
