// SPDX-License-Identifier: MIT
#include "services/group_choice.hpp"

#include <fmt/format.h>

#include "base/try.hpp"
#include "services/parse_names.hpp"
#include "services/suggestion.hpp"

namespace axle {

bool GroupChoice::contains(const GroupName& group, bool is_default) const {
  if (left_out.contains(group) || (no_dev && group.text() == "dev")) return false;
  if (asked.contains(group)) return true;
  return !is_only && (all || (with_defaults && is_default));
}

std::unexpected<Error> undefined_group(const GroupName& group, const std::set<GroupName>& known) {
  return fail(ErrorKind::invalid_input,
              fmt::format("Group `{}` is not defined in the project's `dependency-groups` table",
                          group.text()),
              suggestion(group.text(), known));
}

Result<GroupChoice> group_choice(const SelectionOptions& options) {
  GroupChoice choice;
  choice.all = options.all_groups;
  choice.with_defaults = !options.no_default_groups;
  choice.no_dev = options.no_dev;
  TRY(choice.asked, parse_names<GroupName>(options.groups));
  TRY(std::set<GroupName> only, parse_names<GroupName>(options.only_groups));
  TRY(choice.left_out, parse_names<GroupName>(options.no_groups));
  if (options.only_dev) only.insert(*GroupName::parse("dev"));
  choice.is_only = !only.empty();
  choice.asked.merge(only);
  return choice;
}

}  // namespace axle
