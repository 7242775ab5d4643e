// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace axle {

/// Answers that many ask for and one works out. Any thread may use it. Answers stay for the life of
/// the map.
template <class Key, class Value>
class OnceMap {
 public:
  class Slot {
   public:
    /// Blocks until the answer is there.
    const Value& wait() {
      std::unique_lock lock(mutex_);
      set_.wait(lock, [this] { return value_.has_value(); });
      return *value_;
    }
    /// The answer; only by who claimed the slot, once.
    void set(Value value) {
      {
        const std::lock_guard lock(mutex_);
        value_ = std::move(value);
      }
      set_.notify_all();
    }

   private:
    std::mutex mutex_;
    std::condition_variable set_;
    std::optional<Value> value_;
  };

  /// The slot of `key`, and whether the caller is the first to ask and so has to set it, whatever
  /// happens.
  std::pair<std::shared_ptr<Slot>, bool> claim(const Key& key) {
    const std::lock_guard lock(mutex_);
    auto& slot = slots_[key];
    const bool is_first = slot == nullptr;
    if (is_first) slot = std::make_shared<Slot>();
    return {slot, is_first};
  }

 private:
  std::mutex mutex_;
  std::map<Key, std::shared_ptr<Slot>> slots_;
};

}  // namespace axle
