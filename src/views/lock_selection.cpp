// SPDX-License-Identifier: MIT
#include "views/lock_selection.hpp"

#include <fmt/format.h>

#include "axle/markers/universal_marker.hpp"
#include "base/try.hpp"

namespace axle {

std::vector<PackageName> workspace_members(const Lockfile& lockfile) {
  if (!lockfile.manifest.members.empty()) return lockfile.manifest.members;
  for (const LockedPackage& package : lockfile.packages)
    if (package.source.is_source_tree() && package.source.text == ".") return {package.name};
  return {};
}

std::optional<std::size_t> root_position(const Lockfile& lockfile, const PackageName& name) {
  const auto [first, last] = lockfile.positions_of(name);
  for (std::size_t i = first; i < last; ++i)
    if (lockfile.packages[i].source.is_source_tree()) return i;
  return std::nullopt;
}

Result<void> check_roots(const Lockfile& lockfile, const LockSelection& selection) {
  for (const LockRoot& root : selection.roots)
    if (!root_position(lockfile, root.name))
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is not in the lockfile", root.name.text()), "run `axle lock`");
  return {};
}

std::set<ExtraName> items_of(const LockSelection& selection) {
  std::set<ExtraName> items;
  for (const LockRoot& root : selection.roots) {
    if (root.with_dependencies) items.insert(conflict_project(root.name));
    for (const ExtraName& extra : root.extras) items.insert(conflict_extra(root.name, extra));
    for (const GroupName& group : root.groups) items.insert(conflict_group(root.name, group));
  }
  return items;
}

std::vector<ExtraName> items_turned_on(const PackageName& package,
                                       const std::vector<ExtraName>& extras) {
  std::vector<ExtraName> items;
  for (const ExtraName& extra : extras) items.push_back(conflict_extra(package, extra));
  return items;
}

}  // namespace axle
