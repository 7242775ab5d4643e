// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "axle/base/error.hpp"
#include "axle/resolve/solve_limits.hpp"

namespace axle {

/// Watches what a resolution costs: what indexes and projects hold can be made to cost anything.
/// Once a limit is passed it stays spent.
class SolveBudget {
 public:
  explicit SolveBudget(const SolveLimits& limits);

  /// Something new was learned or settled; the time without progress starts again.
  void note_progress();
  /// Time that was spent waiting does not count.
  void forgive(std::chrono::steady_clock::duration waited) { progress_ += waited; }
  /// `depth` dependencies lead from what was asked for to a package, by the way it was found.
  void note_depth(std::uint32_t depth);
  void note_packages(std::size_t count);
  void note_forks(std::size_t count);
  /// One extra was looked up because another one of the same package names it.
  void note_extra();

  /// Cheap: for every turn of a loop. True once a limit is passed.
  bool is_spent();
  /// Errors: `failed` (E_BUDGET) once a limit is passed, saying which. `at`: what is being worked
  /// on, for the message; may be empty.
  Result<void> check(const std::string& at);

 private:
  using Clock = std::chrono::steady_clock;
  enum class Spent : std::uint8_t { no, memory, time, depth, packages, forks, extras };

  SolveLimits limits_;
  Clock::time_point progress_;
  unsigned calls_ = 0;
  std::size_t extras_ = 0;
  Spent spent_ = Spent::no;
};

}  // namespace axle
