// SPDX-License-Identifier: MIT
#include "transaction/failpoint.hpp"

#include <utility>

namespace axle {
namespace {

// The one mutable global of this room: a parameter through every function would be paid for by
// every reader.
Failpoint& current() {
  static Failpoint failpoint;
  return failpoint;
}

}  // namespace

void set_failpoint(Failpoint failpoint) { current() = std::move(failpoint); }

int reach_failpoint() { return current() ? current()() : 0; }

}  // namespace axle
