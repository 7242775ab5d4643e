// SPDX-License-Identifier: MIT
// Accelerators in uv's words and in axle's, there and back.
#include "cli/arms_rig.hpp"

namespace axle::test {
namespace {

/// A project of uv's own guide, with something that must stay in each place that is edited.
std::string with_extras(const std::string& base, const std::string& torch_sources) {
  return R"([project]
name = "demo"
version = "0.1"
requires-python = ">=3.9"
dependencies = ["numpy"]  # always

[project.optional-dependencies]
docs = ["app"]
slow = ["torch>=2.8", "gpu-tool"]
fast = ["torch>=2.8"]

[tool.uv]
package = false
conflicts = [[{ extra = "slow" }, { extra = "fast" }]]

[tool.uv.sources]
)" + torch_sources +
         R"(
[[tool.uv.index]]  # of the company
name = "company"
explicit = true
url = ")" +
         base + R"(simple"

[[tool.uv.index]]
name = "a"
explicit = true
url = ")" +
         base + "cpu\"\n\n[[tool.uv.index]]\nname = \"b\"\nexplicit = true\nurl = \"" + base +
         "cu126\"\n";
}

constexpr const char* usual_sources =
    "app = { index = \"company\" }\n"
    "torch = [\n    { index = \"a\", extra = \"slow\", marker = \"sys_platform == 'linux'\" },\n"
    "    { index = \"b\", extra = \"fast\" },\n]\n";

std::string base_of(const FakeIndex& index) {
  const std::string any = index.url("any");
  return any.substr(0, any.rfind("any"));
}

TEST_CASE("conflicting extras become accelerators, and nothing else changes") {
  Arms arms("\"cpu\"");
  const std::string base = base_of(arms.index);
  arms.axle.write("pyproject.toml", with_extras(base, usual_sources));
  const AxleResult shown = arms.axle("accelerators collapse --dry-run");
  expect_exit(shown, 0);
  CHECK(shown.out == R"([project]
name = "demo"
version = "0.1"
requires-python = ">=3.9"
dependencies = [
    "numpy",
    "torch>=2.8",
]  # always

[project.optional-dependencies]
docs = ["app"]

[tool.uv]
package = false

[tool.uv.sources]
app = { index = "company" }

[[tool.uv.index]]  # of the company
name = "company"
explicit = true
url = ")" + base + R"(simple"

[tool.axle]
accelerators = ["cpu", "cu126"]

[tool.axle.accelerator.cpu]
dependencies = ["gpu-tool"]
)");
  CHECK(read_text(arms.axle.project() / "pyproject.toml") == with_extras(base, usual_sources));
  expect_exit(arms.axle("accelerators collapse"), 0);
  CHECK(read_text(arms.axle.project() / "pyproject.toml") == shown.out);
  expect_exit(arms.axle("sync --accelerator cpu"), 0);
  CHECK(arms.frozen() == "gpu-tool==1.0 numpy==2.0 torch==2.8.0+cpu ");
  expect_failure(arms.axle, "accelerators collapse", 2, {"has `accelerators` already"});
}

TEST_CASE("what accelerators cannot say is no reason to lose it") {
  Arms arms("\"cpu\"");
  const std::pair<const char*, const char*> cases[] = {
      {"torch = [{ index = \"a\", extra = \"slow\" }, { index = \"b\", extra = \"fast\", marker = "
       "\"python_version < '3.12'\" }]\n",
       "the source of `torch` for `fast` depends on more than the platform"},
      {"torch = [{ index = \"a\", extra = \"slow\" }, { index = \"b\", extra = \"fast\" }]\n"
       "gpu-tool = [{ index = \"a\", extra = \"slow\" }]\n",
       "leads `gpu-tool`, which is none of PyTorch's packages"},
      {"torch = [{ index = \"a\", extra = \"slow\" }, { index = \"b\", extra = \"fast\" }]\n"
       "triton = { index = \"company\" }\n",
       "leads `triton` to a place that is no accelerator's"},
      {"torch = [{ index = \"a\", extra = \"slow\" }]\n", "no conflicting extras"},
  };
  for (const auto& [sources, message] : cases) {
    arms.axle.write("pyproject.toml", with_extras(base_of(arms.index), sources));
    expect_failure(arms.axle, "accelerators collapse", 2, {message});
  }
}

}  // namespace
}  // namespace axle::test
