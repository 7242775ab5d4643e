// SPDX-License-Identifier: MIT
// examples/embedding: a program that links axle and locks and syncs a project.
#include "cli/expect.hpp"

namespace axle::test {
namespace {

TEST_CASE("a program that links axle locks and syncs a project") {
  FakeIndex index("[simple]\nlib 1.0\nlib 2.0\n");
  AxleRun axle;
  axle.use(AXLE_EMBEDDING);
  axle.set("UV_DEFAULT_INDEX", index.url());
  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"1\"\nrequires-python = \">=3.8\"\n"
             "dependencies = [\"lib<2\"]\n");
  const AxleResult first = axle(".");
  expect_exit(first, 0);
  CHECK(first.out == "locked demo 1\nlocked lib 1.0\n + lib==1.0\n");
  CHECK(first.err.empty());
  CHECK(std::filesystem::exists(axle.site_packages() / "lib-1.0.dist-info"));
  CHECK(axle(".").out == "locked demo 1\nlocked lib 1.0\n");

  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"1\"\ndependencies = [\"nothing\"]\n");
  const AxleResult refused = axle(".");
  expect_exit(refused, 1);
  expect_said(refused, {"error: No solution found", "nothing was not found"});
}

}  // namespace
}  // namespace axle::test
