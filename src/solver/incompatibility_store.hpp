// SPDX-License-Identifier: MIT
#pragma once

#include <deque>

#include "solver/incompatibility.hpp"

namespace axle::solver {

/// All incompatibilities of a search and of its forks. Only grows; what is in it never changes or
/// moves, so states that were copied from one another share one store, and each reads only the
/// numbers it was given. Single-threaded.
class IncompatibilityStore {
 public:
  IncompatibilityId add(Incompatibility incompatibility);
  const Incompatibility& operator[](IncompatibilityId id) const { return all_[index(id)]; }
  std::size_t size() const { return all_.size(); }

 private:
  std::deque<Incompatibility> all_;  // a deque: references stay valid while it grows
};

}  // namespace axle::solver
