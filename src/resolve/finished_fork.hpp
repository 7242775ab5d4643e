// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "resolve/fork_state.hpp"

namespace axle {

/// A package, or one of its extras or groups, as a fork decided it.
struct DecidedNode {
  NameId name = no_name;  ///< none: the root
  ExtraId extra = no_name;
  GroupId group = no_name;
  Version version;
  SourceId source = no_source;
  std::optional<Pin> pin;  ///< unless it comes from a source
};

struct DecidedEdge {
  DecidedNode from;
  DecidedNode to;
  Marker marker;
};

/// The answer of one fork.
struct FinishedFork {
  ForkEnvironment environment;
  std::vector<DecidedNode> nodes;
  std::vector<DecidedEdge> edges;
};

/// Reads the answer out of a state in which all is decided: packages from the decisions, edges from
/// the dependencies that the decided versions were given.
FinishedFork read_solution(const ForkState& state, const PackageTable& table);

}  // namespace axle
