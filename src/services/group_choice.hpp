// SPDX-License-Identifier: MIT
#pragma once

#include <set>

#include "axle/base/error.hpp"
#include "axle/versions/package_name.hpp"
#include "services/options.hpp"

namespace axle {

/// What the options say of dependency groups, whatever groups there are.
struct GroupChoice {
  std::set<GroupName> asked;     ///< `--group`, `--only-group`, `--only-dev`
  std::set<GroupName> left_out;  ///< `--no-group`
  bool is_only = false;          ///< some of `asked` are to come alone
  bool all = false;
  bool with_defaults = true;
  bool no_dev = false;

  /// Whether a group is wanted, one that is there; `is_default`: it is on unless switched off.
  bool contains(const GroupName& group, bool is_default) const;
};

/// The error for a group that is asked for and is not among those that there are.
std::unexpected<Error> undefined_group(const GroupName& group, const std::set<GroupName>& known);

/// Errors: `invalid_input` for what is no name of a group.
Result<GroupChoice> group_choice(const SelectionOptions& options);

}  // namespace axle
