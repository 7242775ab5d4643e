// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "axle/base/error.hpp"
#include "axle/resolution/resolution.hpp"
#include "resolve/finished_fork.hpp"
#include "resolve/manifest.hpp"
#include "resolve/provider.hpp"

namespace axle {

/// What the answers of the forks are put together with.
struct OutputContext {
  const ResolveInput& input;
  const PackageTable& table;
  const SourceTable& sources;
  const ConflictTable& conflicts;
  const Manifest& manifest;
  Provider& provider;
};

/// One graph of all forks, in a fixed order: packages by name, version and
/// place, nodes and edges after them.
Result<Resolution> build_resolution(const std::vector<FinishedFork>& forks,
                                    const OutputContext& context);

/// Where each node is needed: markers carried from the nodes that nothing leads to.
/// `start`: where these are needed.
std::vector<Marker> reach(std::size_t node_count, const std::vector<ResolutionEdge>& edges,
                          Marker start);

}  // namespace axle
