// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/expect.hpp"
#include "support/fake_index.hpp"

namespace axle::test {
namespace {

constexpr std::string_view universe = R"(
  [simple]
  alpha 1.2.0 : gamma
  alpha 2.0.0
  gamma 1.0
  tester 8.1
  torch 2.5.1
  [cpu html]
  torch 2.5.1+cpu : gamma
)";

std::string poetry_project(const FakeIndex& index) {
  return fmt::format(R"([tool.poetry]
name = "demo"
version = "0.1"
package-mode = false

[tool.poetry.dependencies]
python = "^3.9"
alpha = "^1.2"  # the stable series
torch = {{version = "2.5.1", source = "PyTorch"}}

[tool.poetry.group.test.dependencies]
tester = "~8.1"

[[tool.poetry.source]]
name = "pytorch"
url = "{}"
priority = "explicit"

[[tool.poetry.source]]
name = "main"
url = "{}"
)",
                     index.url("cpu"), index.url());
}

TEST_CASE("a Poetry project is locked and synced as it is") {
  FakeIndex index{std::string(universe)};
  AxleRun axle;
  axle.write("pyproject.toml", poetry_project(index));
  const auto before = axle.state();
  const AxleResult synced = axle.quietly("sync");
  INFO(explain(synced));
  REQUIRE(synced.exit_code == 0);
  expect_said(synced, {"alpha==1.2.0", "gamma==1.0", "tester==8.1", "torch==2.5.1+cpu"});
  const AxleResult without = axle.quietly("sync --no-group test --dry-run");
  INFO(explain(without));
  expect_said(without, {"- tester==8.1"});
  const AxleResult again = axle.quietly("lock --check");
  INFO(explain(again));
  CHECK(again.exit_code == 0);
}

TEST_CASE("what is wrong in a Poetry project is said with its line, and nothing is written") {
  FakeIndex index{std::string(universe)};
  AxleRun axle;
  const std::string line = GENERATE("alpha = \"=>1\"", "alpha = {version = \"*\", sorce = \"x\"}",
                                    "alpha = {version = \"*\", source = \"nowhere\"}");
  axle.write("pyproject.toml",
             "[tool.poetry]\nname = \"demo\"\nversion = \"1\"\n[tool.poetry.dependencies]\n" +
                 line + "\n");
  const auto before = axle.state();
  const AxleResult result = axle.quietly("lock");
  INFO(explain(result));
  CHECK(result.exit_code == 2);
  expect_said(result, {"`alpha`", "pyproject.toml", "line 5", "hint"});
  CHECK(difference(before, axle.state()) == "");
}

}  // namespace
}  // namespace axle::test
