// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace axle {

class Transfer;

/// What callers tell the network thread. Outlives it, so that a late caller finds it closed.
class Inbox {
 public:
  enum class Kind : std::uint8_t { start, resume, abandon };
  struct Message {
    Kind kind;
    std::shared_ptr<Transfer> transfer;
  };

  /// False once it is closed.
  bool post(Kind kind, std::shared_ptr<Transfer> transfer);
  std::vector<Message> take();
  /// `wake` ends the network thread's wait; empty: it does not wait yet.
  void set_wake(std::function<void()> wake);
  void wake();
  /// No more messages; gives those that are left.
  std::vector<Message> close();

 private:
  std::mutex mutex_;
  std::vector<Message> messages_;
  std::function<void()> wake_;
  bool closed_ = false;
};

}  // namespace axle
