// SPDX-License-Identifier: MIT
#include "arguments/command_name.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace axle {

std::string command_name(const CLI::App& command) {
  std::string name;
  for (const CLI::App* part = &command; part->get_parent() != nullptr; part = part->get_parent())
    name = part->get_name() + (name.empty() ? "" : " ") + name;
  return name;
}

bool names_command(std::string_view commands, std::string_view name) {
  const auto names = split(commands, ',');
  return std::ranges::find(names, name) != names.end();
}

}  // namespace axle
