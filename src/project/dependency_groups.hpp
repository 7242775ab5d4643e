// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/standards/requirement.hpp"
#include "axle/versions/package_name.hpp"
#include "axle/versions/version_specifiers.hpp"
#include "project/pyproject.hpp"

namespace axle {

/// A group without includes. What `requires-python` of a group says is in the markers of its
/// requirements as well.
struct FlatGroup {
  std::vector<Requirement> requirements;
  std::optional<VersionSpecifiers> requires_python;  ///< of the group and of those it includes
};

/// Replaces includes by what they name (PEP 735) and adds `tool.uv.dev-dependencies` to the group
/// `dev`. Limits: 100,000 requirements in all groups together, however often they are included.
/// Errors: `invalid_input` with its place for groups that include themselves (with the path) or
/// that do not exist, and for settings of groups that do not exist.
Result<std::map<GroupName, FlatGroup>> flatten_groups(const Pyproject& pyproject);

/// `conflicts` and what follows from groups that include a conflicting group of `package`: sets in
/// which it stands for that group. At most 10,000 sets are added.
Conflicts with_included_groups(Conflicts conflicts, const PackageName& package,
                               const std::vector<GroupTable>& groups);

}  // namespace axle
