// SPDX-License-Identifier: MIT
#include "cli/expect.hpp"

namespace axle::test {
namespace {

TEST_CASE("rollback goes back without the network, generation by generation") {
  FakeIndex index("[simple]\na 1.0\na 2.0\nb 1.0\n");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  axle.quietly("venv");
  expect_failure(axle, "rollback", 1, {"no generation", "axle history"});
  axle.quietly("pip install a==1.0 b");
  axle.quietly("pip install a==2.0");
  axle.quietly("pip uninstall b");
  CHECK(axle.quietly("pip freeze").out == "a==2.0\n");
  expect_said(axle("history"), {"1  ", "+ b==1.0", "- a==1.0", "+ a==2.0", "- b==1.0"});
  expect_said(axle("history --json"), {"\"generation\":4"});

  index.server().forget_requests();
  expect_exit(axle("rollback --dry-run"), 0);
  CHECK(axle.quietly("pip freeze").out == "a==2.0\n");
  expect_exit(axle("rollback"), 0);
  CHECK(axle.quietly("pip freeze").out == "a==2.0\nb==1.0\n");
  expect_exit(axle("rollback"), 0);
  CHECK(axle.quietly("pip freeze").out == "a==1.0\nb==1.0\n");
  expect_exit(axle("rollback"), 0);
  CHECK(axle.quietly("pip freeze").out.empty());
  expect_failure(axle, "rollback", 1, {"no generation"});
  expect_exit(axle("rollback 4"), 0);
  CHECK(axle.quietly("pip freeze").out == "a==2.0\n");
  CHECK(index.server().request_lines().empty());
  expect_failure(axle, "rollback 77", 1, {"77", "axle history"});
}

TEST_CASE("a generation whose wheels are gone is not half brought back") {
  FakeIndex index("[simple]\na 1.0\na 2.0\n");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  axle.quietly("venv");
  axle.quietly("pip install a==1.0");
  axle.quietly("pip install a==2.0");
  axle.quietly("cache prune --ci");
  const auto before = axle.state();
  expect_failure(axle, "rollback", 3, {"generation", "a-1.0-py3-none-any.whl", "not in the cache"});
  CHECK(difference(before, axle.state()) == "");
}

}  // namespace
}  // namespace axle::test
