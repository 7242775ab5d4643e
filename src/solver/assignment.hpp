// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "solver/ids.hpp"
#include "solver/term.hpp"

namespace axle::solver {

/// How many decisions had been made. The root's is decision 1.
using Level = std::uint32_t;

/// A derivation of the partial solution: `cause` forced something about a package.
struct Assignment {
  std::uint32_t order;  ///< grows over all packages: when it was made
  Level level;
  IncompatibilityId cause;
  Term accumulated;  ///< this and all earlier derivations about the package together
};

/// The version chosen for a package.
struct Chosen {
  std::uint32_t order;
  Version version;
  Term term;  ///< exactly that version
};

/// The assignment that made a term hold.
struct Satisfier {
  std::optional<IncompatibilityId> cause;  ///< empty: it was the decision
  std::uint32_t order;
  Level level;
};

/// All that was assumed about one package, oldest first; a decision, if there is one, comes last.
struct PackageAssignments {
  std::vector<Assignment> derivations;
  std::optional<Chosen> chosen;
  Level lowest = 0;   ///< level of the first assignment
  Level highest = 0;  ///< level of the last

  const Term& term() const { return chosen ? chosen->term : derivations.back().accumulated; }

  /// The first assignment after which `excluded` could not hold any more. Requires: there is one.
  Satisfier satisfier(const Term& excluded) const;

  /// Forgets what was assumed above `level`. Requires: lowest <= level < highest.
  void forget_above(Level level);
};

}  // namespace axle::solver
