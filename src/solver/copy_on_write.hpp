// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <utility>

namespace axle::solver {

/// A value whose copies share memory until one of them is changed. Not for use by several threads
/// at once.
template <class T>
class CopyOnWrite {
 public:
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }

  /// To change this copy and no other. The reference is good until the next copy is made.
  T& write() {
    if (value_.use_count() > 1) value_ = std::make_shared<T>(*value_);
    return *value_;
  }

 private:
  std::shared_ptr<T> value_ = std::make_shared<T>();
};

}  // namespace axle::solver
