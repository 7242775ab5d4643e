// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "resolution/package_table.hpp"
#include "resolve/priorities.hpp"
#include "solver/state.hpp"

namespace axle {

/// Counts who is rejected and whose fault that is, and moves both forward once it happens often. A
/// value; every fork has its own.
class ConflictCounter {
 public:
  static constexpr unsigned threshold = 5;

  /// `incompatibility` stopped `affected` while `deciding` was being decided.
  void record(const PackageTable& table, const solver::Incompatibility& incompatibility,
              solver::PackageId affected, solver::PackageId deciding);

  /// Applies what has become due: raises classes, and undoes the decisions of culprits.
  void apply(const PackageTable& table, Priorities& priorities, solver::State& solver);

 private:
  std::unordered_map<std::uint32_t, unsigned> affected_;
  std::unordered_map<std::uint32_t, unsigned> culprits_;
  std::vector<solver::PackageId> prioritize_;
  std::vector<solver::PackageId> deprioritize_;
};

}  // namespace axle
