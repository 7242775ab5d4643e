// SPDX-License-Identifier: MIT
#include "base/process.hpp"

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("a program runs with its input, directory and variables", "[process]") {
  const auto run = run_process({"sh", "-c", "cat; pwd; echo $AXLE_T >&2; exit 3"},
                               {.input = "hello\n", .directory = "/", .set = {{"AXLE_T", "seen"}}});
  REQUIRE(run);
  CHECK(run->exit_code == 3);
  CHECK(run->out == "hello\n/\n");
  CHECK(run->err == "seen\n");
}

TEST_CASE("a program that is not there, hangs or says too much is an error", "[process]") {
  CHECK(run_process({"no-such-program-of-axle"}).error().kind == ErrorKind::not_found);
  CHECK(run_process({"sleep", "20"}, {.timeout = std::chrono::milliseconds(50)}).error().kind ==
        ErrorKind::io);
  CHECK(run_process({"sh", "-c", "yes"}, {.max_output = 1000}).error().kind == ErrorKind::io);
}

TEST_CASE("a signal shows in the exit code", "[process]") {
  const auto run = run_process({"sh", "-c", "kill -9 $$"});
  REQUIRE(run);
  CHECK(run->exit_code == 137);
}

TEST_CASE("a program that closes its outputs and goes on is stopped in time", "[process]") {
  const auto start = std::chrono::steady_clock::now();
  const auto run = run_process({"sh", "-c", "exec >&- 2>&-; exec sleep 20"},
                               {.timeout = std::chrono::milliseconds(100)});
  REQUIRE_FALSE(run);
  CHECK(run.error().kind == ErrorKind::io);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}
