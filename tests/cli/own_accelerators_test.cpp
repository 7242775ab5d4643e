// SPDX-License-Identifier: MIT
// Accelerators of a project's own: their index, what they need of a machine, and their kind.
#include "cli/arms_rig.hpp"

namespace axle::test {
namespace {

/// A project with one accelerator of its own, whose index is that of cu130.
struct OwnArm : Arms {
  explicit OwnArm(const std::string& needs, const std::string& more = "")
      : Arms("\"cpu\", \"cu126\", \"lab\"") {
    axle.write("pyproject.toml", project("\"cpu\", \"cu126\", \"lab\"", "torch", "") +
                                     "[tool.axle.accelerator.lab]\n" + "index = \"" +
                                     index.url("cu130") + "\"\n" + needs + more);
  }
};

TEST_CASE("an accelerator of one's own is taken where the machine has what it needs") {
  OwnArm arms("requires = \"cuda >= 12.8, sm_90\"\n");
  expect_exit(arms.axle("lock"), 0);
  // An H200 has both; an L4 is of another architecture.
  const AxleResult here = arms.axle("sync --dry-run --profile h200");
  expect_exit(here, 0);
  expect_said(here, {"+ torch==2.9.0+cu130"});
  expect_said(arms.axle("lock --profile l4"),
              {"`l4` gets cu126", "lab needs cuda >= 12.8, sm_90, which is not here"});
  expect_said(arms.axle("sync --dry-run --accelerator lab"), {"+ torch==2.9.0+cu130"});
}

TEST_CASE("an accelerator of one's own that says nothing of its needs is taken by name alone") {
  OwnArm arms("");
  expect_exit(arms.axle("lock"), 0);
  expect_said(arms.axle("sync --dry-run --profile h200"), {"+ torch==2.8.0+cu126"});
  expect_said(arms.axle("sync --dry-run --accelerator lab"), {"+ torch==2.9.0+cu130"});
}

TEST_CASE("an accelerator of one's own gets what its kind asks for") {
  OwnArm arms("requires = \"cuda >= 12.8\"\n",
              "[tool.axle.accelerator.cuda]\ndependencies = [\"gpu-tool\"]\n");
  expect_exit(arms.axle("lock"), 0);
  for (const std::string name : {"lab", "cu126"})
    expect_said(arms.axle("sync --dry-run --accelerator " + name), {"+ gpu-tool==1.0"});
  expect_not_said(arms.axle("sync --dry-run --accelerator cpu"), "gpu-tool");
  // In uv's words too, once for each.
  const std::string expanded = arms.axle.quietly("accelerators expand").out;
  CHECK(expanded.find("gpu-tool") != std::string::npos);
  CHECK(expanded.find("gpu-tool", expanded.find("\nlab = [")) != std::string::npos);
}

TEST_CASE("a build that is named by its local version is had where every accelerator has it") {
  Arms arms("\"cu126\"", "torch==2.8.0+cu126");
  expect_exit(arms.axle("lock"), 0);
  expect_said(arms.axle("sync --dry-run --accelerator cu126"), {"+ torch==2.8.0+cu126"});
  Arms others("\"cpu\", \"cu126\"", "torch==2.8.0+cu126");
  expect_failure(others.axle, "lock", 2, {"`torch==2.8.0+cu126`", "`cpu`", "only `cu126`"});
}

TEST_CASE("what no machine can have is no need") {
  OwnArm arms("requires = \"cuda > 12\"\n");
  expect_failure(arms.axle, "lock", 2,
                 {"`requires` of `[tool.axle.accelerator.lab]`", "`cuda > 12`", "`cuda >= 12.8`"});
  CHECK_FALSE(arms.has("axle.lock"));
}

}  // namespace
}  // namespace axle::test
