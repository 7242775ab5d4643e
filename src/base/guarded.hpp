// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <utility>

namespace axle {

/// A value that several threads share: no access without its lock.
template <class T>
class Guarded {
 public:
  Guarded() = default;
  explicit Guarded(T value) : value_(std::move(value)) {}

  /// Calls `use(T&)` while holding the lock and returns what it returns. Do not keep a reference.
  template <class Use>
  decltype(auto) with(Use use) {
    const std::lock_guard lock(mutex_);
    return use(value_);
  }

 private:
  std::mutex mutex_;
  T value_{};
};

}  // namespace axle
