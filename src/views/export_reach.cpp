// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>

#include "axle/markers/universal_marker.hpp"
#include "base/try.hpp"
#include "views/export.hpp"

namespace axle {
namespace {

/// Where each conflict item is on. What is not in it is off.
using Activations = std::map<ExtraName, Marker>;

/// Carries markers from the roots along the edges, to a fixpoint. What is activated on the way
/// decides edges elsewhere, so that the caller walks again until nothing more is activated.
class Reach {
 public:
  Reach(const Lockfile& lockfile, const std::set<PackageName>& pruned, Activations active)
      : lockfile_(lockfile),
        pruned_(pruned),
        active_(std::move(active)),
        markers_(lockfile.packages.size(), Marker::never()),
        parents_(lockfile.packages.size()) {}

  Result<void> run(const LockSelection& selection) {
    for (const LockRoot& root : selection.roots) {
      if (pruned_.contains(root.name)) continue;
      TRY_OK(add_root(root));
    }
    for (const LockedRequirement& requirement : selection.requirements) add_named(requirement);
    while (!queue_.empty()) {
      const auto [position, extra] = queue_.front();
      queue_.pop_front();
      const LockedPackage& package = lockfile_.packages[position];
      if (!extra)
        follow(position, package.dependencies, markers_[position]);
      else
        follow(position, package.optional_dependencies.at(*extra), extras_[{position, *extra}]);
    }
    return Marker::check_capacity();
  }

  std::vector<ExportedPackage> take() {
    std::vector<ExportedPackage> all;
    for (std::size_t i = 0; i < markers_.size(); ++i)
      if (!markers_[i].is_never())
        all.push_back({i, markers_[i].simplify_python(lockfile_.requires_python.bounds()),
                       std::move(parents_[i])});
    return all;
  }

  /// Beside those that were given, the extras that dependencies ask for.
  Activations activations() const {
    Activations active = active_;
    for (const auto& [place, marker] : extras_) {
      const auto& [position, extra] = place;
      Marker& known = active
                          .try_emplace(conflict_extra(lockfile_.packages[position].name, extra),
                                       Marker::never())
                          .first->second;
      known = known | marker;
    }
    return active;
  }

 private:
  Result<void> add_root(const LockRoot& root) {
    const auto [first, last] = lockfile_.positions_of(root.name);
    std::size_t position = first;
    while (position < last && !lockfile_.packages[position].source.is_source_tree()) ++position;
    if (position == last)
      return fail(ErrorKind::invalid_input,
                  fmt::format("`{}` is not in the lockfile", root.name.text()), "run `axle lock`");
    const LockedPackage& package = lockfile_.packages[position];
    if (root.with_dependencies) add(position, Marker::always());
    for (const ExtraName& extra : root.extras) add_extra(position, extra, Marker::always());
    for (const GroupName& group : root.groups)
      if (const auto list = package.group_dependencies.find(group);
          list != package.group_dependencies.end())
        follow(position, list->second, Marker::always());
    return {};
  }

  /// A requirement without an edge of its own: every package of the name that it may mean.
  void add_named(const LockedRequirement& requirement) {
    if (pruned_.contains(requirement.name)) return;
    const auto [first, last] = lockfile_.positions_of(requirement.name);
    for (std::size_t i = first; i < last; ++i) {
      Marker forks = Marker::never();
      for (const Marker marker : lockfile_.packages[i].fork_markers) forks = forks | marker;
      const bool is_only_one = last - first == 1 || lockfile_.packages[i].fork_markers.empty();
      const Marker marker = decided(is_only_one ? requirement.marker : requirement.marker & forks);
      if (marker.is_never()) continue;
      add(i, marker);
      for (const ExtraName& extra : requirement.extras) add_extra(i, extra, marker);
    }
  }

  /// Without conflict items: each is taken as on where it is on, and those of `own` everywhere.
  Marker decided(Marker marker, const std::vector<ExtraName>& own = {}) const {
    for (const ExtraName& item : marker.extras()) {
      const auto known = active_.find(item);
      const bool is_own = std::ranges::find(own, item) != own.end();
      const Marker on = is_own                   ? Marker::always()
                        : known == active_.end() ? Marker::never()
                                                 : known->second;
      marker = (on & marker.assume_extra(item, true)) | (~on & marker.assume_extra(item, false));
    }
    return marker;
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
      const PackageName& name = lockfile_.packages[dependency.package].name;
      if (pruned_.contains(name)) continue;
      const Marker marker =
          reached & decided(dependency.marker, items_turned_on(name, dependency.extras));
      if (marker.is_never()) continue;
      parents_[dependency.package].insert(parent);
      add(dependency.package, marker);
      for (const ExtraName& extra : dependency.extras) add_extra(dependency.package, extra, marker);
    }
  }

  const Lockfile& lockfile_;
  const std::set<PackageName>& pruned_;
  Activations active_;
  std::vector<Marker> markers_;
  std::vector<std::set<std::size_t>> parents_;
  std::map<std::pair<std::size_t, ExtraName>, Marker> extras_;
  std::deque<std::pair<std::size_t, std::optional<ExtraName>>> queue_;
};

Activations selected(const LockSelection& selection) {
  Activations active;
  for (const LockRoot& root : selection.roots) {
    active.emplace(conflict_project(root.name), Marker::always());
    for (const ExtraName& extra : root.extras)
      active.emplace(conflict_extra(root.name, extra), Marker::always());
    for (const GroupName& group : root.groups)
      active.emplace(conflict_group(root.name, group), Marker::always());
  }
  return active;
}

}  // namespace

Result<std::vector<ExportedPackage>> reach_packages(const Lockfile& lockfile,
                                                    const LockSelection& selection,
                                                    const std::set<PackageName>& pruned) {
  // Only with conflicts does an extra decide edges of others; then each round turns on more.
  std::size_t rounds = 1;
  for (const ConflictSet& set : lockfile.conflicts) rounds += set.size();
  Activations active = selected(selection);
  for (;;) {
    Reach reach(lockfile, pruned, active);
    TRY_OK(reach.run(selection));
    Activations more = reach.activations();
    if (--rounds == 0 || more == active) return reach.take();
    active = std::move(more);
  }
}

}  // namespace axle
