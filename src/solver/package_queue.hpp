// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "solver/ids.hpp"

namespace axle::solver {

/// Greater is picked earlier. The caller packs its own order into it.
using Priority = std::uint64_t;

/// Packages waiting for a decision. A plain array: copied with every fork, searched once a
/// decision, some hundred long.
class PackageQueue {
 public:
  /// Adds `package`, or gives it a new priority.
  void push(PackageId package, Priority priority, std::uint32_t tie_break);
  void erase(PackageId package);
  bool contains(PackageId package) const;
  /// Takes out the highest priority, among equals the lowest `tie_break`.
  std::optional<PackageId> pop();

 private:
  static constexpr std::uint32_t absent = ~std::uint32_t{0};

  struct Entry {
    Priority priority;
    std::uint32_t tie_break;
    PackageId package;
  };

  void erase_at(std::size_t place);

  std::vector<Entry> entries_;        // in no order
  std::vector<std::uint32_t> place_;  // by package: its place in entries_, or absent
};

}  // namespace axle::solver
