// SPDX-License-Identifier: MIT
// A recorded machine in the place of this one, for every command that chooses packages.
#include "cli/arms_rig.hpp"

namespace axle::test {
namespace {

TEST_CASE("pip chooses the build for a recorded machine") {
  Arms arms("\"cpu\"");
  expect_exit(arms.axle("venv"), 0);
  // The driver of this L4 is too old for cu130; the newest torch is passed over for what runs.
  const AxleResult installed = arms.axle("pip install torch --profile l4");
  expect_exit(installed, 0);
  expect_said(installed, {"Using torch backend cu126: cu126 runs on NVIDIA L4"});
  CHECK(arms.frozen() == "numpy==2.0 nvlike==12.6 torch==2.8.0+cu126 ");
  expect_said(arms.axle("pip compile --torch-backend auto --profile h200 pyproject.toml"),
              {"torch==2.9.0+cu130", "Using torch backend cu130"});
  arms.axle.write("all.txt", "torch\nnumpy\n");
  expect_exit(arms.axle("pip sync all.txt --profile ci-ubuntu"), 0);
  CHECK(arms.frozen() == "numpy==2.0 torch==2.9.0+cpu ");
  // Who names a backend means it, whatever the machine.
  expect_said(arms.axle("pip install --dry-run torch --profile l4 --torch-backend cu130"),
              {"torch==2.9.0+cu130"});
  expect_failure(arms.axle, "pip install torch --profile no-such-machine", 2, {"no-such-machine"});
}

TEST_CASE("auto takes the newest build that has what is asked for") {
  Arms arms("\"cpu\"");
  expect_exit(arms.axle("venv"), 0);
  const std::string command = "pip install --dry-run --torch-backend auto --profile h200 ";
  expect_said(arms.axle(command + "torch"), {"torch==2.9.0+cu130"});
  // cu130 begins with torch 2.9.
  expect_said(arms.axle(command + "'torch<2.9'"), {"torch==2.8.0+cu126", "backend cu126"});
  // cu128 of 2.8.0 would have code for that card, but no index has it.
  expect_said(
      arms.axle("pip install --dry-run --profile rtx5090 'torch<2.9'"),
      {"torch==2.8.0+cpu", "backend cpu: no index of what runs here has all that is asked for"});
  const AxleResult other = arms.axle(command + "numpy");
  expect_said(other, {"numpy==2.0"});
  expect_not_said(other, "torch backend");
}

TEST_CASE("a profile of another platform is that platform too") {
  Arms arms("\"cpu\"");
  expect_said(arms.axle("pip compile --profile ci-macos pyproject.toml"), {"torch==2.9.0\n"});
  expect_exit(arms.axle("lock"), 0);
  expect_said(arms.axle("sync --dry-run --profile ci-macos"), {"+ torch==2.9.0\n"});
  expect_said(arms.axle("plan --profile ci-macos"), {"torch==2.9.0 "});
  expect_said(arms.axle("sync --dry-run --profile ci-macos --python-platform linux"),
              {"+ torch==2.9.0+cpu\n"});
}

TEST_CASE("plan and lock tell what a recorded machine would get") {
  Arms arms("\"cpu\", \"cu130\"");
  const AxleResult locked = arms.axle("lock --profile l4");
  expect_exit(locked, 0);
  expect_said(locked, {"`l4` gets cpu: cpu: cu130 needs driver 580"});
  expect_said(arms.axle("lock --profile h200"), {"`h200` gets cu130: cu130 runs on NVIDIA H200"});
  const AxleResult plan = arms.axle("plan --profile h200");
  expect_said(plan, {"cu130: 4 packages", "torch==2.9.0+cu130"});
  expect_not_said(plan, "cpu:");
  expect_said(arms.axle("plan --profile h200 --accelerator cpu"), {"torch==2.9.0+cpu"});
  expect_failure(arms.axle, "lock --profile nowhere.toml", 2, {"nowhere.toml"});
}

TEST_CASE("a lock without accelerators gives every machine the same") {
  Arms arms("\"cpu\"");
  arms.axle.write("pyproject.toml",
                  "[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = \">=3.9\"\n"
                  "dependencies = [\"numpy\"]\n");
  expect_said(arms.axle("lock --profile l4"), {"`l4` gets what every machine gets"});
  expect_exit(arms.axle("sync --dry-run --profile l4"), 0);
}

TEST_CASE("doctor holds the lock to a machine where nothing is installed") {
  Arms arms("\"cpu\", \"cu130\"");
  const AxleResult alone = arms.axle("doctor --profile l4");
  expect_exit(alone, 0);
  expect_said(alone, {"looking at the recorded machine alone"});
  expect_exit(arms.axle("lock"), 0);
  const AxleResult locked = arms.axle("doctor --profile l4");
  expect_said(locked, {"looking at what the lock would install there", "torch 2.9.0+cpu",
                       "cpu-build-on-gpu-machine"});
  expect_not_said(arms.axle("doctor --profile h200"), "cpu-build-on-gpu-machine");
  // What is installed here goes before that.
  expect_exit(arms.axle("sync --accelerator cu130"), 0);
  expect_exit(arms.axle("doctor --profile l4"), 1);
  expect_said(arms.axle("doctor --profile l4"), {"driver-too-old"});
}

}  // namespace
}  // namespace axle::test
