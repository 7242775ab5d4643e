// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "axle/lock/lockfile.hpp"
#include "axle/markers/marker_environment.hpp"
#include "views/lock_selection.hpp"

namespace axle {

/// One package of a lock needs another.
struct LockEdge {
  /// The workspace itself, which has groups of its own if its root is no project.
  static constexpr std::size_t workspace = static_cast<std::size_t>(-1);
  enum class Kind { production, extra, group };

  std::size_t from;  ///< position in the lock, or `workspace`
  std::size_t to;
  Kind kind = Kind::production;
  std::string label = {};              ///< the extra or group of `from` that it belongs to
  std::vector<ExtraName> extras = {};  ///< that `from` asks of `to`
  Marker marker = {};                  ///< in full: holds only where the lock does, which is where
                                       ///< its Pythons and its forks are
};

/// What of a lock is looked at.
struct LockGraphScope {
  std::vector<LockRoot> roots = {};            ///< those that the lock has not are passed over
  std::set<GroupName> root_groups = {};        ///< of a root without a project
  const MarkerEnvironment* machine = nullptr;  ///< null: every machine
  std::vector<ExtraName> active = {};  ///< conflict items (encoded) that are on, for one machine
  bool turns_on = true;  ///< the extras that an edge asks for count when its own marker is judged
  std::set<PackageName> pruned = {};  ///< as if they were not there
};

/// Who needs whom, as far as the roots reach: the one walk of a lock, from which follow what a
/// machine needs, exports, trees and chains. Linear in the lock.
struct LockGraph {
  const Lockfile* lockfile = nullptr;
  std::vector<LockRoot> roots;                     ///< with their packages in the lock
  std::vector<std::size_t> root_positions;         ///< of `roots`, one each
  std::vector<bool> is_root;                       ///< by package
  std::vector<bool> is_reached;                    ///< by package
  std::vector<LockEdge> edges;                     ///< in the order in which they were found
  std::vector<std::vector<std::size_t>> children;  ///< edges by their `from`
  std::vector<std::vector<std::size_t>> parents;   ///< edges by their `to`
  std::vector<std::size_t> from_workspace;         ///< edges from the workspace itself
};

/// `lockfile` outlives the graph.
LockGraph make_lock_graph(const Lockfile& lockfile, const LockGraphScope& scope);

}  // namespace axle
