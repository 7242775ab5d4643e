// SPDX-License-Identifier: MIT
#include "net/inbox.hpp"

#include <utility>

namespace axle {

bool Inbox::post(Kind kind, std::shared_ptr<Transfer> transfer) {
  const std::lock_guard lock(mutex_);
  if (closed_) return false;
  messages_.push_back({kind, std::move(transfer)});
  if (wake_) wake_();
  return true;
}

std::vector<Inbox::Message> Inbox::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(messages_, {});
}

void Inbox::set_wake(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

void Inbox::wake() {
  const std::lock_guard lock(mutex_);
  if (wake_) wake_();
}

std::vector<Inbox::Message> Inbox::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  return std::exchange(messages_, {});
}

}  // namespace axle
