// SPDX-License-Identifier: MIT
#include "base/cancel.hpp"

#include <signal.h>  // NOLINT: sigaction is POSIX
#include <unistd.h>

#include <atomic>
#include <initializer_list>

namespace axle {
namespace {

std::atomic<int> stop_signal{0};
static_assert(std::atomic<int>::is_always_lock_free,
              "a signal handler may only touch a lock-free atomic");

extern "C" void on_signal(int number) {
  if (cancelled()) ::_exit(128 + number);
  request_cancel(number);
}

}  // namespace

bool cancelled() { return stop_signal.load(std::memory_order_relaxed) != 0; }
int cancelling_signal() { return stop_signal.load(std::memory_order_relaxed); }
void request_cancel(int signal_number) {
  stop_signal.store(signal_number, std::memory_order_relaxed);
}

void install_cancel_handlers() {
  struct sigaction action{};
  action.sa_handler = &on_signal;
  sigemptyset(&action.sa_mask);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
  // A closed pipe and a file at its limit are errors of write, not the end of us in the middle of a
  // commit.
  action.sa_handler = SIG_IGN;
  for (const int number : {SIGPIPE, SIGXFSZ}) ::sigaction(number, &action, nullptr);
}

}  // namespace axle
