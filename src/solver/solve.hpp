// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "axle/base/error.hpp"
#include "solver/state.hpp"

namespace axle::solver {

/// Where packages come from. All answers must stay the same during a search.
class Provider {
 public:
  virtual ~Provider() = default;

  /// Greater is decided earlier. `conflicts`: how often `package` was part of a conflict so far.
  virtual Priority priority(PackageId package, const VersionRange& allowed,
                            std::uint32_t conflicts) = 0;

  /// The best version in `allowed`; empty if there is none.
  virtual Result<std::optional<Version>> choose_version(PackageId package,
                                                        const VersionRange& allowed) = 0;

  /// What a version needs, or why it cannot be used at all.
  using Dependencies = std::variant<std::vector<Dependency>, ReasonId>;
  virtual Result<Dependencies> dependencies_of(PackageId package, const Version& version) = 0;
};

struct Solution {
  std::vector<Decision> decisions;  ///< in the order they were made; the root first
  std::uint32_t tries;              ///< versions chosen on the way, each backtracked one counted
};

/// An answer, or the proof that there is none.
using Outcome = std::variant<Solution, Derivation>;

/// Finds one version for `root` and all it needs. For users without forks or priorities that
/// change; the resolver of Python projects drives State itself. Errors: those of `provider`.
Result<Outcome> solve(Provider& provider, PackageId root, const Version& root_version);

}  // namespace axle::solver
