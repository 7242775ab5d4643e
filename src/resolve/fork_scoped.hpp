// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "axle/markers/marker.hpp"
#include "resolve/fork_environment.hpp"

namespace axle {

/// In which forks something that a requirement says of a package counts: where
/// its marker may hold and its extra or group is not excluded. `extra == '…'` in the marker never
/// rules a fork out.
struct ForkScope {
  Marker marker = Marker::always();
  std::optional<ConflictTable::Item>
      item;                  ///< what the source is tied to, if that is a declared conflict
  NameId package = no_name;  ///< of an extra that is no declared conflict: goes with its project
  ExtraId extra = no_name;

  bool covers(const ForkEnvironment& environment, const ConflictTable& conflicts) const {
    if (!environment.overlaps(marker)) return false;
    if (item) return environment.allows(conflicts, *item);
    return extra == no_name || environment.allows_extra(conflicts, package, extra);
  }
};

/// What requirements say of packages, by name and fork.
template <class T>
class ForkScoped {
 public:
  void add(NameId name, ForkScope scope, T value) {
    if (entries_.size() <= name) entries_.resize(name + 1);
    entries_[name].push_back({std::move(scope), std::move(value)});
  }
  bool knows(NameId name) const { return name < entries_.size() && !entries_[name].empty(); }

  /// Calls `visit(value)` for what counts in `environment`, in the order of adding.
  template <class Visit>
  void for_each(NameId name, const ForkEnvironment& environment, const ConflictTable& conflicts,
                Visit&& visit) const {
    if (!knows(name)) return;
    for (const Entry& entry : entries_[name])
      if (entry.scope.covers(environment, conflicts)) visit(entry.value);
  }
  bool any(NameId name, const ForkEnvironment& environment, const ConflictTable& conflicts) const {
    bool found = false;
    for_each(name, environment, conflicts, [&](const T&) { found = true; });
    return found;
  }

 private:
  struct Entry {
    ForkScope scope;
    T value;
  };
  std::vector<std::vector<Entry>> entries_;  // by NameId
};

}  // namespace axle
