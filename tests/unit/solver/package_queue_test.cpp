// SPDX-License-Identifier: MIT
#include "solver/package_queue.hpp"

#include "support/catch.hpp"

using namespace axle::solver;

TEST_CASE("the highest priority comes first, among equals the lowest tie-break",
          "[solver][queue]") {
  constexpr PackageId a{0}, b{1}, c{7};
  PackageQueue queue;
  CHECK_FALSE(queue.pop());
  queue.push(a, 5, 2);
  queue.push(b, 5, 1);
  queue.push(c, 9, 9);
  CHECK(queue.pop() == c);
  CHECK(queue.pop() == b);
  CHECK(queue.pop() == a);

  queue.push(a, 1, 0);
  queue.push(b, 2, 0);
  queue.push(a, 3, 0);  // replaces
  queue.erase(c);       // is not there
  CHECK(queue.contains(b));
  queue.erase(b);
  CHECK_FALSE(queue.contains(b));
  CHECK(queue.pop() == a);
  CHECK_FALSE(queue.pop());
}
