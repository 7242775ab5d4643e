// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "solver/incompatibility_store.hpp"

namespace axle::solver {

// What a proof starts from: told by the caller, not derived.
struct RootFact {  ///< `version` of the root is to be solved
  PackageId package;
  Version version;
};
struct NoVersionsFact {
  PackageId package;
  VersionRange versions;
};
struct DependencyFact {
  PackageId dependent;
  VersionRange versions;
  PackageId dependency;
  VersionRange needed;
};
struct CustomFact {
  PackageId package;
  VersionRange versions;
  ReasonId reason;
};
using Fact = std::variant<RootFact, NoVersionsFact, DependencyFact, CustomFact>;

/// A step of a proof: `terms` cannot hold together, because of two earlier nodes.
struct Conclusion {
  std::vector<PackageTerm> terms;
  std::uint32_t id;     ///< tells equal conclusions apart from others when nodes were copied
  bool is_shared;       ///< used more than once in the proof: gets a number in the report
  std::uint32_t first;  ///< place in Derivation::nodes, before this one
  std::uint32_t second;
};

using DerivationNode = std::variant<Fact, Conclusion>;

/// A proof that nothing can be selected. A value. Causes stand before what follows from them; the
/// last node is what is proved. Flat, because a proof may be thousands of steps deep.
struct Derivation {
  std::vector<DerivationNode> nodes;
};

/// The proof of `id`, each incompatibility in it once, ordered by number.
Derivation derive(const IncompatibilityStore& store, IncompatibilityId id);

}  // namespace axle::solver
