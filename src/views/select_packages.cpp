// SPDX-License-Identifier: MIT
#include "views/select_packages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>

#include "axle/markers/universal_marker.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// One walk through the lock. What is activated on the way decides edges elsewhere, so walks are
/// repeated until nothing new is activated.
class Walk {
 public:
  Walk(const Lockfile& lockfile, const MarkerEnvironment& machine)
      : lockfile_(lockfile), machine_(machine), is_needed_(lockfile.packages.size()) {
    for (const ConflictSet& set : lockfile.conflicts)
      for (const ConflictItem& item : set) tracked_.insert(encoded(item));
  }

  Result<std::vector<std::size_t>> run(const LockSelection& selection) {
    // Each round activates at least one tracked item more than the one before.
    for (std::size_t round = 0; round <= tracked_.size() + 1; ++round) {
      const std::size_t before = active_.size();
      is_needed_.assign(is_needed_.size(), false);
      seen_extras_.clear();
      TRY_OK(walk(selection));
      if (active_.size() == before && round > 0) break;
    }
    TRY_OK(check_conflicts());
    std::vector<std::size_t> needed;
    for (std::size_t i = 0; i < is_needed_.size(); ++i)
      if (is_needed_[i]) needed.push_back(i);
    return needed;
  }

 private:
  Result<void> walk(const LockSelection& selection) {
    for (const LockRoot& root : selection.roots) {
      TRY(const std::size_t position, root_position(root.name));
      const LockedPackage& package = lockfile_.packages[position];
      if (root.with_dependencies) activate(conflict_project(root.name));
      for (const ExtraName& extra : root.extras) activate(conflict_extra(root.name, extra));
      for (const GroupName& group : root.groups) activate(conflict_group(root.name, group));
      if (root.with_dependencies) need(position);
      for (const ExtraName& extra : root.extras) need_extra(position, extra);
      for (const GroupName& group : root.groups)
        if (const auto list = package.group_dependencies.find(group);
            list != package.group_dependencies.end())
          follow(list->second);
    }
    for (const LockedRequirement& requirement : selection.requirements) need_named(requirement);
    while (!queue_.empty()) {
      const std::vector<LockedDependency>* list = queue_.front();
      queue_.pop_front();
      follow(*list);
    }
    return {};
  }

  Result<std::size_t> root_position(const PackageName& name) const {
    const auto [first, last] = lockfile_.positions_of(name);
    for (std::size_t i = first; i < last; ++i)
      if (lockfile_.packages[i].source.is_source_tree()) return i;
    return fail(ErrorKind::invalid_input, fmt::format("`{}` is not in the lockfile", name.text()),
                "run `axle lock`");
  }

  void activate(const ExtraName& item) {
    if (tracked_.contains(item) && std::ranges::find(active_, item) == active_.end())
      active_.push_back(item);
  }

  void need(std::size_t position) {
    if (is_needed_[position]) return;
    is_needed_[position] = true;
    queue_.push_back(&lockfile_.packages[position].dependencies);
  }

  void need_extra(std::size_t position, const ExtraName& extra) {
    const LockedPackage& package = lockfile_.packages[position];
    activate(conflict_extra(package.name, extra));
    if (!seen_extras_.emplace(position, extra).second) return;
    if (const auto list = package.optional_dependencies.find(extra);
        list != package.optional_dependencies.end())
      queue_.push_back(&list->second);
  }

  bool holds(const LockedDependency& dependency) const {
    if (tracked_.empty() || dependency.extras.empty())
      return dependency.marker.evaluate(machine_, active_);
    std::vector<ExtraName> active =
        items_turned_on(lockfile_.packages[dependency.package].name, dependency.extras);
    active.insert(active.end(), active_.begin(), active_.end());
    return dependency.marker.evaluate(machine_, active);
  }

  void follow(const std::vector<LockedDependency>& list) {
    for (const LockedDependency& dependency : list) {
      if (!holds(dependency)) continue;
      need(dependency.package);
      for (const ExtraName& extra : dependency.extras) need_extra(dependency.package, extra);
    }
  }

  /// A requirement without an edge of its own: whatever package of the name is for this machine.
  void need_named(const LockedRequirement& requirement) {
    if (!requirement.marker.evaluate(machine_, active_)) return;
    const auto [first, last] = lockfile_.positions_of(requirement.name);
    for (std::size_t i = first; i < last; ++i) {
      const auto& forks = lockfile_.packages[i].fork_markers;
      if (last - first > 1 && !forks.empty() && std::ranges::none_of(forks, [&](Marker marker) {
            return marker.evaluate(machine_, active_);
          }))
        continue;
      need(i);
      for (const ExtraName& extra : requirement.extras) need_extra(i, extra);
      return;
    }
  }

  Result<void> check_conflicts() const {
    for (const ConflictSet& set : lockfile_.conflicts) {
      std::vector<std::string> on;
      for (const ConflictItem& item : set)
        if (std::ranges::find(active_, encoded(item)) != active_.end())
          on.push_back(fmt::format("`{}`", to_string(item)));
      if (on.size() > 1)
        return fail(ErrorKind::invalid_input,
                    fmt::format("{} are incompatible with the declared conflicts",
                                join_in_words(on, "and")),
                    "choose one of them");
    }
    return {};
  }

  const Lockfile& lockfile_;
  const MarkerEnvironment& machine_;
  std::vector<bool> is_needed_;
  std::set<ExtraName> tracked_;
  std::vector<ExtraName> active_;
  std::set<std::pair<std::size_t, ExtraName>> seen_extras_;
  std::deque<const std::vector<LockedDependency>*> queue_;
};

}  // namespace

Result<std::vector<std::size_t>> select_packages(const Lockfile& lockfile,
                                                 const LockSelection& selection,
                                                 const MarkerEnvironment& machine) {
  const auto holds = [&](Marker marker) { return marker.evaluate(machine); };
  if (!lockfile.supported_markers.empty() &&
      std::ranges::none_of(lockfile.supported_markers, holds)) {
    std::vector<std::string> markers;
    for (const Marker marker : lockfile.supported_markers)
      markers.push_back(fmt::format("`{}`", marker.to_text().value_or("")));
    return fail(ErrorKind::invalid_input,
                fmt::format("The current Python platform is not compatible with the lockfile's "
                            "supported environments: {}",
                            join(markers, ", ")));
  }
  return Walk(lockfile, machine).run(selection);
}

std::vector<ExtraName> items_turned_on(const PackageName& package,
                                       const std::vector<ExtraName>& extras) {
  std::vector<ExtraName> items;
  for (const ExtraName& extra : extras) items.push_back(conflict_extra(package, extra));
  return items;
}

std::optional<std::size_t> best_wheel(std::span<const WheelFilename> wheels,
                                      const CompatibleTags& tags) {
  std::optional<std::size_t> best;
  std::pair<unsigned, std::optional<BuildTag>> best_rank;
  for (std::size_t i = 0; i < wheels.size(); ++i) {
    const auto priority = tags.priority(wheels[i]);
    if (!priority || !wheels[i].label.empty()) continue;
    std::pair rank(*priority, wheels[i].build);
    if (best && rank <= best_rank) continue;
    best_rank = std::move(rank);
    best = i;
  }
  return best;
}

Result<std::optional<std::size_t>> best_wheel(const LockedPackage& package,
                                              const CompatibleTags& tags) {
  std::vector<WheelFilename> wheels;
  wheels.reserve(package.wheels.size());
  for (const LockedFile& file : package.wheels) {
    TRY(WheelFilename wheel, WheelFilename::parse(file.filename()));
    if (wheel.name != package.name || (package.version && wheel.version != *package.version &&
                                       wheel.version != package.version->without_local()))
      return fail(ErrorKind::integrity,
                  fmt::format("the lockfile gives `{}` as a wheel of `{}`",
                              escape_foreign(file.filename()), package.name.text()));
    wheels.push_back(std::move(wheel));
  }
  return best_wheel(wheels, tags);
}

}  // namespace axle
