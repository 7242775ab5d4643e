// SPDX-License-Identifier: MIT
#include "solver/incompatibility_store.hpp"

#include <utility>

namespace axle::solver {

IncompatibilityId IncompatibilityStore::add(Incompatibility incompatibility) {
  all_.push_back(std::move(incompatibility));
  return static_cast<IncompatibilityId>(all_.size() - 1);
}

}  // namespace axle::solver
