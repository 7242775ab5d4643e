// SPDX-License-Identifier: MIT
#include "cli/arguments/option_values.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"
#include "project/settings_table.hpp"

namespace axle {
namespace {

using Rows = std::array<std::pair<std::string_view, std::string_view>, 6>;

// Those that are no settings.
constexpr Rows value_words{
    {{"--color", "auto always never"},
     {"SHELL", "bash zsh fish"},
     {"--annotation-style", "split line"},
     {"--format", "requirements.txt pylock.toml cyclonedx1.5 columns freeze json"},
     {"--output-format", "text json"},
     {"--python-platform",
      "linux macos windows x86_64-manylinux_2_28 "
      "aarch64-manylinux_2_28 aarch64-apple-darwin"}}};

constexpr Rows named_things{{{"--extra", "extras"},
                             {"--no-extra", "extras"},
                             {"--group", "groups"},
                             {"--no-group", "groups"},
                             {"--only-group", "groups"},
                             {"--package", "packages"}}};

std::string_view find(const Rows& rows, std::string_view key) {
  for (const auto& [name, text] : rows)
    if (name == key) return text;
  return {};
}

}  // namespace

std::vector<std::string_view> option_values(std::string_view option) {
  if (const SettingRow* row = setting_of_option(option))
    if (const auto* words = std::get_if<SettingWords>(&row->field)) return words->words();
  return split_on_space(find(value_words, option));
}

std::string_view project_names_of(std::string_view option) { return find(named_things, option); }

}  // namespace axle
