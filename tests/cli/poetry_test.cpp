// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/expect.hpp"
#include "support/fake_index.hpp"

namespace axle::test {
namespace {

constexpr std::string_view poetry_universe = R"(
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
  FakeIndex index{std::string(poetry_universe)};
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

TEST_CASE("a supplemental source beside several primary ones is asked for what they lack") {
  FakeIndex index{R"(
    [a]
    alpha 1.0
    delta 1.0
    [b]
    alpha 2.0
    [c]
    alpha 9.0
    gamma 1.0
    delta 5.0
  )"};
  AxleRun axle;
  const auto source = [&](const std::string& name, const std::string& priority) {
    return fmt::format(
        "[[tool.poetry.source]]\nname = \"{0}\"\nurl = \"{1}\"\npriority = \"{2}\"\n", name,
        index.url(name), priority);
  };
  axle.write("pyproject.toml",
             "[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\npython = \"^3.9\"\n"
             "alpha = \"*\"\ngamma = \"*\"\ndelta = \"^5\"\n" +
                 source("a", "primary") + source("b", "primary") + source("c", "supplemental"));
  const AxleResult synced = axle("sync");
  expect_exit(synced, 0);
  expect_said(synced, {"+ alpha==2.0", "+ gamma==1.0", "+ delta==5.0"});
  expect_said(axle("migrate --dry-run"), {"supplemental = true", "index `c`", "uv passes over it"});
}

TEST_CASE("alternatives with a gap between them are held to") {
  FakeIndex index{R"(
    [simple]
    alpha 0.1.4
    alpha 0.3.0
    alpha 1.1.0
    alpha 1.2.0
    alpha 1.2.1
    beta 1.2.7
    beta 1.5.0
  )"};
  AxleRun axle;
  axle.set("UV_DEFAULT_INDEX", index.url());
  axle.write("pyproject.toml",
             "[tool.poetry]\nname = \"demo\"\nversion = \"0.1\"\npackage-mode = false\n"
             "[tool.poetry.dependencies]\npython = \"^3.9\"\n"
             "alpha = \"1.2.0 || ^0.1\"\nbeta = \"~1.2 | ~2.0\"\n");
  const AxleResult locked = axle.quietly("lock");
  expect_exit(locked, 0);
  expect_said(locked, {"beta = \"~1.2 | ~2.0\"", "none above 99"});
  expect_exit(axle.quietly("lock --check"), 0);
  const AxleResult synced = axle.quietly("sync");
  expect_said(synced, {"alpha==1.2.0", "beta==1.2.7"});
  expect_exit(axle.quietly("migrate"), 0);
  expect_exit(axle.quietly("lock --check"), 0);
}

TEST_CASE("overlapping entries get the greatest version that fits each environment") {
  FakeIndex index{R"(
    [simple]
    alpha 1.2.0
    alpha 2.0.0
    beta 1.0
    beta 2.0
  )"};
  AxleRun axle;
  axle.set("UV_DEFAULT_INDEX", index.url());
  axle.write(
      "pyproject.toml",
      "[tool.poetry]\nname = \"demo\"\nversion = \"0.1\"\npackage-mode = false\n"
      "[tool.poetry.dependencies]\npython = \"^3.9\"\n"
      "alpha = [{version = \"*\"}, {version = \"<2\", platform = \"win32\"}]\n"
      "[tool.poetry.group.a.dependencies]\nbeta = {version = \"^1\", platform = \"linux\"}\n"
      "[tool.poetry.group.b.dependencies]\nbeta = {version = \"^2\", platform = \"win32\"}\n");
  expect_exit(axle.quietly("lock"), 0);
  expect_said(axle.quietly("sync --dry-run --python-platform windows"),
              {"+ alpha==1.2.0", "+ beta==2.0"});
  expect_said(axle.quietly("sync --dry-run --python-platform linux"),
              {"+ alpha==2.0.0", "+ beta==1.0"});
}

TEST_CASE("what is wrong in a Poetry project is said with its line, and nothing is written") {
  FakeIndex index{std::string(poetry_universe)};
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
