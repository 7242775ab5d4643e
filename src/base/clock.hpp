// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace axle {

/// What time it is; tests state their own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::chrono::system_clock::time_point now() const {
    return std::chrono::system_clock::now();
  }
};

}  // namespace axle
