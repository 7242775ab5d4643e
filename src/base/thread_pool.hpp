// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace axle {

/// A fixed number of threads that run tasks in the order they were given. Threads start with the
/// first task. Tasks must not throw. The destructor waits for all tasks.
class ThreadPool {
 public:
  explicit ThreadPool(unsigned threads) : wanted_(threads == 0 ? 1 : threads) {}
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool();

  /// From any thread, tasks included.
  void submit(std::function<void()> task);
  /// Returns once no task waits or runs. Not from inside a task.
  void wait_idle();
  unsigned size() const { return wanted_; }

  /// The cores of this machine that we may use, at least 1.
  static unsigned cores();

 private:
  void work();

  unsigned wanted_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable idle_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  unsigned running_ = 0;
  unsigned waiting_ = 0;
  bool ending_ = false;
};

}  // namespace axle
