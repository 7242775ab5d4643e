// SPDX-License-Identifier: MIT
// What `lock -v`, `why` and `tree` say.
#include "cli/arms_project.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view lock_explain_universe = R"(
  [simple]
  numpy 1.26.0
  numpy 2.1.0 python=>=3.11
  plot 3.0 extra=gui : numpy | qt; extra == "gui"
  qt 6.0 : theme; sys_platform == "linux"
  theme 1.0
  pytest 8.0 : iniconfig
  iniconfig 2.0
  legacy 1.0
  legacy 2.0
  ruff 0.5
  torch 2.4.0
  [cpu html]
  torch 2.4.0+cpu : numpy
  [cu124 html]
  torch 2.4.0+cu124 : numpy | nvidia-cublas
)";

std::string lock_explain_pyproject(const FakeIndex& index) {
  return fmt::format(R"([project]
name = "demo"
version = "0.1"
requires-python = ">=3.9"
dependencies = [
  "numpy",
  "legacy<2; sys_platform == 'win32'",
  "legacy>=2; sys_platform != 'win32'",
]

[project.optional-dependencies]
cpu = ["torch"]
cu124 = ["torch"]
plot = ["plot[gui]"]

[dependency-groups]
dev = ["pytest"]
lint = ["ruff"]

[tool.uv]
package = false
conflicts = [[{{extra = "cpu"}}, {{extra = "cu124"}}]]

[tool.uv.sources]
torch = [{{index = "cpu", extra = "cpu"}}, {{index = "cu124", extra = "cu124"}}]
{})",
                     arms_indexes(index));
}

struct LockExplainDemo {
  FakeIndex index{lock_explain_universe};
  AxleRun axle;
  LockExplainDemo() {
    add_accelerator_package(index);
    axle.write("pyproject.toml", lock_explain_pyproject(index));
  }
};

/// What `-v` says to a person: without the log of requests, whose order is nobody's.
std::string told(AxleRun& axle, const std::string& command) {
  const AxleResult result = axle.quietly(command);
  std::string text = fmt::format("$ axle {}\n", command);
  for (std::size_t start = 0; start < result.err.size();) {
    const std::size_t end = result.err.find('\n', start);
    const std::string line = result.err.substr(start, end - start);
    start = end == std::string::npos ? result.err.size() : end + 1;
    if (!line.starts_with("D ")) text += line + "\n";
  }
  return axle.mask(text + fmt::format("[exit {}]\n\n", result.exit_code));
}

TEST_CASE("lock -v shows the forks and why each exists, and why a lock was not good enough") {
  LockExplainDemo demo;
  std::string text = told(demo.axle, "lock -v");
  text += told(demo.axle, "lock -v");
  std::string changed = lock_explain_pyproject(demo.index);
  changed.replace(changed.find("\"numpy\""), 7, "\"numpy<2\"");
  demo.axle.write("pyproject.toml", changed);
  for (const char* command :
       {"lock -v", "lock -v --upgrade", "lock -v --upgrade-package numpy",
        "lock -v --resolution lowest-direct", "lock -v --check --fork-strategy fewest"})
    text += told(demo.axle, command);
  const std::string difference = golden_difference("lock_verbose", text);
  INFO(difference);
  CHECK(difference.empty());
}

TEST_CASE("why shows every chain, with extras, groups, forks and markers") {
  LockExplainDemo demo;
  expect_exit(demo.axle.quietly("lock"), 0);
  for (const char* command :
       {"why numpy", "why torch", "why theme", "why legacy", "why iniconfig", "why demo",
        "why theme --python-platform windows", "why torch --extra cpu", "why numpi",
        "why ruff --no-group lint", "why nvidia-cublas --extra cpu"})
    demo.axle(command);
  expect_golden("why", demo.axle);
}

TEST_CASE("tree draws as uv does") {
  LockExplainDemo demo;
  expect_exit(demo.axle.quietly("lock"), 0);
  for (const char* options :
       {"--universal", "--python-platform linux --python-version 3.12",
        "--universal --package plot", "--universal --invert",
        "--universal --invert --package numpy", "--universal --depth 1 --all-groups",
        "--universal --prune plot --prune torch --no-dev",
        "--universal --no-dedupe --package torch --package plot", "--universal --only-group lint",
        "--universal --extra plot --no-dev", "--package nothing --universal", "--depth 300"})
    demo.axle(fmt::format("tree --frozen {}", options));
  expect_golden("tree", demo.axle);
}

TEST_CASE("a tree of packages that need each other ends") {
  FakeIndex index(R"(
    [simple]
    a 1.0 : b
    b 1.0 : c
    c 1.0 : a
  )");
  AxleRun axle;
  axle.write("pyproject.toml", small_pyproject(index, "a"));
  expect_exit(axle("tree --universal"), 0);
  expect_exit(axle("tree --universal --no-dedupe"), 0);
  expect_exit(axle("tree --universal --invert --package c"), 0);
  expect_exit(axle("why c"), 0);
  expect_golden("tree_of_cycles", axle);
}

}  // namespace
}  // namespace axle::test
