// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "axle/resolution/resolution.hpp"
#include "resolution/package_table.hpp"
#include "resolve/conflict_table.hpp"
#include "resolve/dependency_forks.hpp"
#include "resolve/fork_environment.hpp"

namespace axle {

/// Remembers which forks there were and why, in the order in which they came about. Costs a few
/// words a fork.
class ForkStory {
 public:
  using Reason = ResolutionFork::Reason;

  /// Both outlive it.
  ForkStory(const PackageTable& table, const ConflictTable& conflicts)
      : table_(table), conflicts_(conflicts) {}

  /// A fork that the resolution starts with; its number.
  std::size_t start(Reason reason, const ForkEnvironment& environment);
  /// What a fork is split into, because of `cause` ("torch==2.5.1"; empty: what was asked for).
  std::size_t split(std::size_t parent, Reason reason, const std::string& cause,
                    const ForkEnvironment& environment);
  /// The same for what `cause` needs: `parts` say what differs.
  std::vector<std::size_t> split(std::size_t parent, const std::string& cause,
                                 std::span<const DependencyFork> parts);
  /// The fork is solved, with so many packages.
  void solve(std::size_t fork, std::size_t packages) { forks_[fork].packages = packages; }

  std::vector<ResolutionFork> take() && { return std::move(forks_); }

 private:
  std::vector<std::string> names(const ForkEnvironment::Items& items) const;

  const PackageTable& table_;
  const ConflictTable& conflicts_;
  std::vector<ResolutionFork> forks_;
};

}  // namespace axle
