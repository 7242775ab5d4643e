// SPDX-License-Identifier: MIT
#include "base/thread_pool.hpp"

#include <atomic>

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("all tasks run, those that tasks add too", "[thread_pool]") {
  std::atomic<int> done{0};
  ThreadPool pool(3);
  for (int i = 0; i < 100; ++i)
    pool.submit([&] {
      ++done;
      pool.submit([&] { ++done; });
    });
  pool.wait_idle();
  CHECK(done == 200);
}
