// SPDX-License-Identifier: MIT
#include "arguments/exclusions.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "arguments/command_name.hpp"
#include "arguments/opposites.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

struct Exclusion {
  std::string_view commands;  ///< by their whole names; empty: all that have both options
  std::string_view option;
  std::string_view others;
};

constexpr std::array exclusions{
    Exclusion{"", "--extra", "--all-extras"},
    Exclusion{"sync,export,tree,run", "--extra", "--only-group"},
    Exclusion{"sync,export,tree,run", "--all-extras", "--only-group"},
    Exclusion{"sync,export,tree,run", "--only-group", "--group --dev --all-groups"},
    Exclusion{"", "--only-dev", "--no-dev --group --all-groups"},
    Exclusion{"sync,export,run", "--package", "--all-packages"},
    Exclusion{"sync", "--script",
              "--extra --all-extras --no-extra --dev --no-dev --only-dev --group --no-group "
              "--only-group --all-groups --no-default-groups --package --all-packages "
              "--no-install-project --no-install-workspace"},
    Exclusion{"export", "--script",
              "--package --all-packages --no-emit-project --no-emit-workspace"},
    Exclusion{"export", "--prune", "--all-packages"},
    Exclusion{"", "--no-emit-project", "--only-emit-project"},
    Exclusion{"", "--no-install-project", "--only-install-project"},
    Exclusion{"", "--no-emit-workspace", "--only-emit-workspace"},
    Exclusion{"", "--no-install-workspace", "--only-install-workspace"},
    Exclusion{"", "--no-emit-local", "--only-emit-local"},
    Exclusion{"", "--no-install-local", "--only-install-local"},
    Exclusion{"", "--no-emit-package", "--only-emit-package"},
    Exclusion{"", "--no-install-package", "--only-install-package"},
    Exclusion{"tree", "--universal", "--python-version --python-platform"},
    Exclusion{"lock", "--frozen", "--dry-run"},
    Exclusion{"pip install,pip compile", "--no-build", "--no-binary --only-binary"},
    Exclusion{"pip list", "--editable", "--exclude-editable"},
};

bool was_asked(const CLI::App& command, std::string_view name) {
  const CLI::Option* option = command.get_option_no_throw(std::string(name));
  return option != nullptr && is_asked_for(*option);
}

}  // namespace

Result<void> refuse_exclusions(const CLI::App& command) {
  if (command.parse_order().empty()) return {};
  const std::string name = command_name(command);
  for (const Exclusion& exclusion : exclusions) {
    const bool counts = exclusion.commands.empty() || names_command(exclusion.commands, name);
    if (!counts || !was_asked(command, exclusion.option)) continue;
    for (const std::string_view other : split_on_space(exclusion.others))
      if (was_asked(command, other))
        return fail(ErrorKind::invalid_input,
                    fmt::format("`{}` cannot be used with `{}`", exclusion.option, other),
                    "leave one of them out");
  }
  return {};
}

}  // namespace axle
