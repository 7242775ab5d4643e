// SPDX-License-Identifier: MIT
// What the manuals walk through, with the commands that a reader types.
#include <fmt/format.h>

#include "cli/build_project.hpp"

namespace axle::test {
namespace {

constexpr std::string_view walkthrough_universe = R"(
  [simple]
  numpy 2.0
  torch 2.5.1 : numpy
  [cpu html]
  torch 2.5.1+cpu : numpy
  [cu124 html]
  torch 2.5.1+cu124 : numpy
  [rocm62 html]
  torch 2.5.1+rocm6.2 : numpy
)";

struct Walk {
  FakeIndex index{std::string(walkthrough_universe)};
  AxleRun axle;

  Walk() {
    index.add("simple", tiny_backend(), "tiny");
    index.add("simple",
              WheelBuilder("hatchling", "1.27.0")
                  .requires_dist("tiny")
                  .file("hatchling/__init__.py", "")
                  .file("hatchling/build.py", "from tiny import *\n"),
              "hatchling");
    axle.set("UV_DEFAULT_INDEX", "");
    axle.write("uv.toml", fmt::format("index-url = \"{}\"\n", index.url()));
  }
  std::string file() const { return read_text(axle.project() / "pyproject.toml"); }
  bool has(std::string_view line) { return holds(axle.quietly("pip freeze").out, line); }
};

TEST_CASE("from `init` to a build of torch for the processor, then for a card") {
  Walk walk;
  expect_exit(walk.axle("init . --name demo --no-package --no-pin-python --vcs none"), 0);
  expect_exit(walk.axle("add torch"), 0);
  CHECK(walk.has("torch==2.5.1\n"));
  expect_exit(walk.axle("add torch --index pytorch-cpu=" + walk.index.url("cpu")), 0);
  CHECK(holds(walk.file(), "torch = { index = \"pytorch-cpu\" }\n"));
  CHECK(walk.has("torch==2.5.1+cpu\n"));
  expect_exit(walk.axle("add torch --index pytorch-cu124=" + walk.index.url("cu124")), 0);
  CHECK(walk.has("torch==2.5.1+cu124\n"));
  expect_exit(walk.axle("add torch --index pytorch-rocm=" + walk.index.url("rocm62")), 0);
  CHECK(walk.has("torch==2.5.1+rocm6.2\n"));
  expect_exit(walk.axle("run python -c 'import torch, numpy'"), 0);
  expect_exit(walk.axle("lock --check"), 0);
}

TEST_CASE("one extra for each card, which exclude each other") {
  Walk walk;
  walk.axle.write("pyproject.toml", fmt::format(R"([project]
name = "demo"
version = "0.1.0"
requires-python = ">=3.8"
dependencies = []

[project.optional-dependencies]
cpu = ["torch>=2.5.1"]
cu124 = ["torch>=2.5.1"]

[tool.uv]
conflicts = [[{{ extra = "cpu" }}, {{ extra = "cu124" }}]]

[tool.uv.sources]
torch = [
  {{ index = "pytorch-cpu", extra = "cpu" }},
  {{ index = "pytorch-cu124", extra = "cu124" }},
]

[[tool.uv.index]]
name = "pytorch-cpu"
url = "{}"
explicit = true

[[tool.uv.index]]
name = "pytorch-cu124"
url = "{}"
explicit = true
)",
                                                walk.index.url("cpu"), walk.index.url("cu124")));
  expect_exit(walk.axle("sync --extra cpu"), 0);
  CHECK(walk.has("torch==2.5.1+cpu\n"));
  expect_exit(walk.axle("sync --extra cu124"), 0);
  CHECK(walk.has("torch==2.5.1+cu124\n"));
  expect_exit(walk.axle("sync"), 0);
  CHECK_FALSE(walk.has("torch"));
  expect_failure(walk.axle, "sync --extra cpu --extra cu124", 2, {"`cpu`", "`cu124`"});
}

TEST_CASE("a library that hatchling builds is installed editable") {
  Walk walk;
  expect_exit(
      walk.axle("init . --name demo --lib --build-backend hatch --no-pin-python --vcs none"), 0);
  walk.axle.write("tiny.json", R"({"name": "demo", "version": "0.1.0"})");
  expect_exit(walk.axle("add torch --index pytorch-cpu=" + walk.index.url("cpu")), 0);
  const AxleResult said = walk.axle("run python -c 'import demo, torch; print(demo.hello())'");
  expect_exit(said, 0);
  CHECK(said.out == "Hello from demo!\n");
  walk.axle.write("src/demo/__init__.py", "def hello():\n    return 'changed'\n");
  CHECK(walk.axle("run python -c 'import demo; print(demo.hello())'").out == "changed\n");
}

TEST_CASE("a Poetry project with a wheel of one's own, as it is and migrated") {
  Walk walk;
  const auto wheel = WheelBuilder("torch", "1.13.1+git49444c3")
                         .file("torch/__init__.py", "")
                         .write_to(walk.axle.project() / "wheels");
  walk.axle.write("pyproject.toml", fmt::format(R"([tool.poetry]
name = "demo"
version = "0.1.0"
package-mode = false

[tool.poetry.dependencies]
python = ">=3.8"
torch = [
  {{ path = "wheels/{}", markers = "sys_platform != 'win32'" }},
  {{ version = "2.5.1", source = "pytorch", markers = "sys_platform == 'win32'" }},
]

[[tool.poetry.source]]
name = "pytorch"
url = "{}"
priority = "explicit"
)",
                                                wheel.filename().string(), walk.index.url("cpu")));
  expect_exit(walk.axle("sync"), 0);
  CHECK(walk.has("torch @ file://"));
  const std::string lock = read_text(walk.axle.project() / "uv.lock");
  CHECK(holds(lock, "version = \"1.13.1+git49444c3\""));
  CHECK(holds(lock, "version = \"2.5.1+cpu\""));

  expect_exit(walk.axle("migrate"), 0);
  CHECK(holds(walk.file(), "    { index = \"pytorch\", marker = \"sys_platform == 'win32'\" },\n"));
  const AxleResult synced = walk.axle("sync");
  INFO(explain(synced));
  CHECK(synced.exit_code == 0);
  CHECK(walk.has("torch @ file://"));
}

}  // namespace
}  // namespace axle::test
