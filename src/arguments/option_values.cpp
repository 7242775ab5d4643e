// SPDX-License-Identifier: MIT
#include "arguments/option_values.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"
#include "project/settings_table.hpp"

namespace axle {
namespace {

struct ValueRow {
  std::string_view command;  ///< empty: of every command that has the option
  std::string_view option;
  std::string_view values;
};

// Those that are no settings.
constexpr std::array value_words{
    ValueRow{"", "--color", "auto always never"},
    ValueRow{"", "SHELL", "bash zsh fish"},
    ValueRow{"", "--annotation-style", "split line"},
    ValueRow{"", "--bump", "major minor patch stable alpha beta rc post dev"},
    ValueRow{"export", "--format", "requirements.txt pylock.toml cyclonedx1.5"},
    ValueRow{"pip compile", "--format", "requirements.txt pylock.toml"},
    ValueRow{"pip list", "--format", "columns freeze json"},
    ValueRow{"", "--output-format", "text json"},
    ValueRow{"completions", "--list", "extras groups packages"},
    ValueRow{"", "--python-platform",
             "linux macos windows x86_64-manylinux_2_28 aarch64-manylinux_2_28 "
             "aarch64-apple-darwin"},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> named_things{
    {{"--extra", "extras"},
     {"--no-extra", "extras"},
     {"--group", "groups"},
     {"--no-group", "groups"},
     {"--only-group", "groups"},
     {"--package", "packages"}}};

}  // namespace

std::vector<std::string_view> option_values(std::string_view command, std::string_view option) {
  if (const SettingRow* row = setting_of_option(option))
    if (const auto* words = std::get_if<SettingWords>(&row->field)) return words->words();
  for (const ValueRow& row : value_words)
    if (row.option == option && (row.command.empty() || row.command == command))
      return split_on_space(row.values);
  return {};
}

std::string_view project_names_of(std::string_view option) {
  for (const auto& [name, kind] : named_things)
    if (name == option) return kind;
  return {};
}

}  // namespace axle
