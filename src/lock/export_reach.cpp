// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>

#include "axle/standards/universal_marker.hpp"
#include "base/try.hpp"
#include "lock/export.hpp"

namespace axle {
namespace {

/// Carries markers from the roots along the edges, to a fixpoint.
class Reach {
 public:
  explicit Reach(const Lockfile& lockfile)
      : lockfile_(lockfile),
        markers_(lockfile.packages.size(), Marker::never()),
        parents_(lockfile.packages.size()) {}

  Result<std::vector<ExportedPackage>> run(const LockSelection& selection) {
    for (const LockRoot& root : selection.roots) {
      active_.insert(conflict_project(root.name));
      for (const ExtraName& extra : root.extras) active_.insert(conflict_extra(root.name, extra));
      for (const GroupName& group : root.groups) active_.insert(conflict_group(root.name, group));
    }
    for (const LockRoot& root : selection.roots) {
      const auto [first, last] = lockfile_.positions_of(root.name);
      std::size_t position = first;
      while (position < last && !lockfile_.packages[position].source.is_source_tree()) ++position;
      if (position == last)
        return fail(ErrorKind::invalid_input,
                    fmt::format("`{}` is not in the lockfile", root.name.text()),
                    "run `axle lock`");
      const LockedPackage& package = lockfile_.packages[position];
      if (root.with_dependencies) add(position, Marker::always());
      for (const ExtraName& extra : root.extras) add_extra(position, extra, Marker::always());
      for (const GroupName& group : root.groups)
        if (const auto list = package.group_dependencies.find(group);
            list != package.group_dependencies.end())
          follow(position, list->second, Marker::always());
    }
    while (!queue_.empty()) {
      const auto [position, extra] = queue_.front();
      queue_.pop_front();
      const LockedPackage& package = lockfile_.packages[position];
      if (!extra)
        follow(position, package.dependencies, markers_[position]);
      else
        follow(position, package.optional_dependencies.at(*extra), extras_[{position, *extra}]);
    }
    std::vector<ExportedPackage> all;
    for (std::size_t i = 0; i < markers_.size(); ++i)
      if (!markers_[i].is_never())
        all.push_back(
            {i, markers_[i].simplify_python(lockfile_.requires_python.bounds()), parents_[i]});
    TRY_OK(Marker::check_capacity());
    return all;
  }

 private:
  /// Without conflict items: those of the selection are on, all others off.
  Marker decided(Marker marker) const {
    if (!marker.mentions_extras()) return marker;
    return marker.assume_extras(
        [&](const ExtraName& extra) { return std::optional(active_.contains(extra)); });
  }

  void add(std::size_t position, Marker marker) {
    const Marker more = markers_[position] | marker;
    if (more == markers_[position]) return;
    markers_[position] = more;
    queue_.emplace_back(position, std::nullopt);
  }
  void add_extra(std::size_t position, const ExtraName& extra, Marker marker) {
    const LockedPackage& package = lockfile_.packages[position];
    if (!package.optional_dependencies.contains(extra)) return;
    const auto place = extras_.try_emplace({position, extra}, Marker::never()).first;
    const Marker more = place->second | marker;
    if (more == place->second) return;
    place->second = more;
    queue_.emplace_back(position, extra);
  }
  void follow(std::size_t parent, const std::vector<LockedDependency>& list, Marker reached) {
    for (const LockedDependency& dependency : list) {
      const Marker marker = reached & decided(dependency.marker);
      if (marker.is_never()) continue;
      parents_[dependency.package].insert(parent);
      add(dependency.package, marker);
      for (const ExtraName& extra : dependency.extras) add_extra(dependency.package, extra, marker);
    }
  }

  const Lockfile& lockfile_;
  std::vector<Marker> markers_;
  std::vector<std::set<std::size_t>> parents_;
  std::set<ExtraName> active_;
  std::map<std::pair<std::size_t, ExtraName>, Marker> extras_;
  std::deque<std::pair<std::size_t, std::optional<ExtraName>>> queue_;
};

}  // namespace

Result<std::vector<ExportedPackage>> reach_packages(const Lockfile& lockfile,
                                                    const LockSelection& selection) {
  return Reach(lockfile).run(selection);
}

}  // namespace axle
