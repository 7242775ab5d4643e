// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "views/lock_graph.hpp"

namespace axle {

/// One reason why a package is in a lock: edges from a root (or the workspace itself) to it.
struct LockChain {
  std::size_t root;                    ///< position in the lock, or LockEdge::workspace
  std::vector<const LockEdge*> edges;  ///< of the graph; none: the package is a root itself
  Marker marker;  ///< where all edges hold together, as simple as the lock and the chain's own
                  ///< extra or group allow; conflict items may be left in it
};

struct LockChains {
  std::vector<LockChain> chains;  ///< the shortest first
  bool is_cut = false;            ///< there may be more
};

/// The chains that lead to a package. They end at the first root, unless that needs the package
/// only with an extra that others may ask of it; chains whose edges never hold together are left
/// out. Limits: `most` chains, 100,000 steps.
LockChains chains_to(const LockGraph& graph, std::size_t package, std::size_t most);

}  // namespace axle
