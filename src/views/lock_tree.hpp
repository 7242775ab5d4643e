// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>

#include "views/lock_graph.hpp"

namespace axle {

/// How a tree is drawn.
struct LockTreeStyle {
  unsigned depth = 255;                 ///< edges below a root that are followed
  bool dedupe = true;                   ///< draw what hangs below a package once, then write `(*)`
  bool invert = false;                  ///< what needs a package hangs below it
  std::set<PackageName> packages = {};  ///< begin at these; empty: at the roots, inverted at what
                                        ///< needs nothing
  bool show_sizes = false;              ///< of the first wheel of each package
  std::map<PackageName, Version> latest = {};  ///< shown beside what is older
};

/// The graph as text, in uv's form, with a line feed after each line. What repeats, or would have
/// no end, is marked `(*)` and explained in a last line. Limits: depth 1,000; 200,000 lines, then
/// it is cut and says so.
std::string lock_tree(const LockGraph& graph, const LockTreeStyle& style);

}  // namespace axle
