// SPDX-License-Identifier: MIT
#include "arguments/opposites.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "arguments/option_kind.hpp"

namespace axle {
namespace {

struct Opposites {
  std::string_view flag;
  std::string_view opposite;  ///< added where a command has only `flag`
};

constexpr std::array pairs{
    Opposites{"active", "no-active"},
    Opposites{"all-extras", "no-all-extras"},
    Opposites{"check", "no-check"},
    Opposites{"clear", "no-clear"},
    Opposites{"emit-build-options", "no-emit-build-options"},
    Opposites{"emit-find-links", "no-emit-find-links"},
    Opposites{"emit-index-annotation", "no-emit-index-annotation"},
    Opposites{"emit-index-url", "no-emit-index-url"},
    Opposites{"emit-marker-expression", "no-emit-marker-expression"},
    Opposites{"exact", "no-exact"},
    Opposites{"exact", "inexact"},
    Opposites{"frozen", "no-frozen"},
    Opposites{"generate-hashes", "no-generate-hashes"},
    Opposites{"locked", "no-locked"},
    Opposites{"no-annotate", "annotate"},
    Opposites{"no-binary", "binary"},
    Opposites{"no-build", "build"},
    Opposites{"no-build-isolation", "build-isolation"},
    Opposites{"no-build-logs", "build-logs"},
    Opposites{"no-create-gitignore", "create-gitignore"},
    Opposites{"no-deps", "deps"},
    Opposites{"no-dev", "dev"},
    Opposites{"no-editable", "editable"},
    Opposites{"no-hashes", "hashes"},
    Opposites{"no-header", "header"},
    Opposites{"no-package", "package"},
    Opposites{"no-verify-hashes", "verify-hashes"},
    Opposites{"no-workspace", "workspace"},
    Opposites{"offline", "no-offline"},
    Opposites{"outdated", "no-outdated"},
    Opposites{"preview", "no-preview"},
    Opposites{"refresh", "no-refresh"},
    Opposites{"reinstall", "no-reinstall"},
    Opposites{"relocatable", "no-relocatable"},
    Opposites{"require-build-hashes", "no-require-build-hashes"},
    Opposites{"require-hashes", "no-require-hashes"},
    Opposites{"resolved", "no-resolved"},
    Opposites{"seed", "no-seed"},
    Opposites{"strict", "no-strict"},
    Opposites{"system", "no-system"},
    Opposites{"system-certs", "no-system-certs"},
    Opposites{"universal", "no-universal"},
    Opposites{"upgrade", "no-upgrade"},
};

using FlagsByName = std::map<std::string_view, CLI::Option*>;

/// The flags of a command; options with a value of the same names, such as `--no-binary NAME` of
/// pip, have no opposite.
FlagsByName flags_of(CLI::App& command, bool with_values) {
  FlagsByName flags;
  for (CLI::Option* option : command.get_options())
    if (with_values || is_flag(*option))
      for (const std::string& name : option->get_lnames()) flags.emplace(name, option);
  return flags;
}

CLI::Option* find(const FlagsByName& flags, std::string_view name) {
  const auto found = flags.find(name);
  return found == flags.end() ? nullptr : found->second;
}

void say(CLI::Option& flag, bool value) {
  flag.clear();
  flag.add_result(value ? "true" : "false");
  flag.run_callback();
}

}  // namespace

void add_opposites(CLI::App& command) {
  const FlagsByName flags = flags_of(command, false);
  const FlagsByName taken = flags_of(command, true);
  for (const auto& [flag, opposite] : pairs) {
    if (find(flags, flag) == nullptr || find(taken, opposite) != nullptr) continue;
    command.add_flag("--" + std::string(opposite))->group("");  // no group: not shown
  }
}

void settle_opposites(CLI::App& command) {
  if (command.parse_order().empty()) return;
  const FlagsByName flags = flags_of(command, false);
  for (const auto& [name, opposite_name] : pairs) {
    CLI::Option* const flag = find(flags, name);
    CLI::Option* const opposite = find(flags, opposite_name);
    if (flag == nullptr || opposite == nullptr || flag == opposite) continue;
    const CLI::Option* last = nullptr;
    for (const CLI::Option* option : command.parse_order())
      if (option == flag || option == opposite) last = option;
    if (last == nullptr) continue;
    say(last == flag ? *opposite : *flag, false);
    say(last == flag ? *flag : *opposite, true);
  }
}

bool is_asked_for(const CLI::Option& flag) {
  return flag.count() > 0 && (!is_flag(flag) || flag.results().back() != "false");
}

}  // namespace axle
