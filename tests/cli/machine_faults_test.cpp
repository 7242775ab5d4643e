// SPDX-License-Identifier: MIT
// What is said of the machine and of the packages before it costs gigabytes or a traceback. Which
// driver and device there are, the variables say that stand in for them.
#include "cli/arms_rig.hpp"

namespace axle::test {
namespace {

void set_driver(AxleRun& axle, const std::string& version) {
  axle.set("UV_CUDA_DRIVER_VERSION", version);
  axle.set("NV_VARIANT_PROVIDER_FORCE_SM_ARCH", "8.6");
}

TEST_CASE("sync warns of what will keep torch from working, run says it in one line") {
  Arms arms("\"cpu\", \"cu130\"");
  set_driver(arms.axle, "535.183.01");
  const AxleResult synced = arms.axle("sync --accelerator cu130");
  expect_exit(synced, 0);
  expect_said(synced, {"warning: ", "needs driver 580, this one is 535.183.01", "driver-too-old"});
  // Nothing is fetched any more, so nothing is said.
  expect_not_said(arms.axle("sync"), "driver");

  const AxleResult run = arms.axle("run python -c 'print(42)'");
  expect_exit(run, 0);
  expect_said(run, {"42", "torch cannot use this machine's devices", "needs driver 580"});
  CHECK(arms.has(".venv/.axle-machine"));
  expect_said(arms.axle("run --no-sync python -c 'print(42)'"), {"torch cannot use"});

  // Another driver is another machine, which is looked at anew.
  set_driver(arms.axle, "580.95.05");
  expect_not_said(arms.axle("run python -c 'print(42)'"), "torch cannot use");
  expect_exit(arms.axle("sync --accelerator cpu"), 0);
  set_driver(arms.axle, "535.183.01");
  expect_not_said(arms.axle("run python -c 'print(42)'"), "torch cannot use");
}

TEST_CASE("a repeated sync looks at the machine again only when it has changed") {
  Arms arms("\"cpu\", \"cu130\"");
  set_driver(arms.axle, "580.95.05");
  expect_said(arms.axle("sync"), {"+ torch==2.9.0+cu130"});
  expect_said(arms.axle("sync"), {"Checked 4 packages"});
  const auto stamp = arms.axle.venv() / ".axle-stamp";
  REQUIRE(std::filesystem::exists(stamp));
  const std::string text = read_text(stamp);
  expect_said(arms.axle("sync"), {"Checked 4 packages"});
  CHECK(read_text(stamp) == text);

  // Another device: said once, and the environment stays what it is.
  arms.axle.set("NV_VARIANT_PROVIDER_FORCE_SM_ARCH", "6.1");
  const AxleResult changed = arms.axle("sync");
  expect_exit(changed, 0);
  expect_said(changed,
              {"warning: the machine has changed", "`cu130` cannot run here",
               "cu130 of torch 2.9.0 has no code for sm_61", "`axle sync --accelerator auto`"});
  CHECK(arms.frozen().find("torch==2.9.0+cu130") != std::string::npos);
  expect_not_said(arms.axle("sync"), "warning");
  CHECK(read_text(arms.axle.venv() / ".axle-accelerator").find("cu130") != std::string::npos);

  // Who asks gets what the machine can run; a machine that can do more changes nothing by itself.
  expect_exit(arms.axle("sync --accelerator auto"), 0);
  CHECK(arms.frozen() == "numpy==2.0 torch==2.9.0+cpu ");
  arms.axle.set("NV_VARIANT_PROVIDER_FORCE_SM_ARCH", "8.6");
  expect_not_said(arms.axle("sync"), "warning");
  CHECK(arms.frozen() == "numpy==2.0 torch==2.9.0+cpu ");
}

TEST_CASE("what was made for another machine is not held to this one") {
  Arms arms("\"cpu\", \"cu130\"");
  set_driver(arms.axle, "535.183.01");
  expect_exit(arms.axle("sync --profile h200"), 0);
  expect_not_said(arms.axle("sync"), "the machine has changed");
}

TEST_CASE("for another machine nothing is said of this one") {
  Arms arms("\"cpu\", \"cu130\"");
  set_driver(arms.axle, "535.183.01");
  expect_not_said(arms.axle("sync --dry-run --profile h200"), "driver-too-old");
  expect_said(arms.axle("sync --dry-run --accelerator cu130"), {"driver-too-old"});
}

TEST_CASE("a sync can be told how much it may download") {
  Arms arms("\"cpu\", \"cu126\"", "numpy");
  expect_exit(arms.axle("lock"), 0);
  for (const std::string command : {"sync", "sync --dry-run", "plan"})
    expect_failure(arms.axle, command + " --max-download 10B --accelerator cpu", 1,
                   {"would be downloaded", "more than `--max-download 10B`"});
  CHECK_FALSE(arms.has(".venv/bin/python"));
  expect_failure(arms.axle, "sync --max-download lots", 2, {"`--max-download lots` is no size"});
  expect_exit(arms.axle("sync --max-download 1MB --accelerator cpu"), 0);
  // What is in the cache is not downloaded.
  std::filesystem::remove_all(arms.axle.venv());
  expect_exit(arms.axle("sync --max-download 10B --accelerator cpu"), 0);
}

TEST_CASE("sizes that no index states are those of the server") {
  // The index of cpu is a page of links, as PyTorch's is: it states no sizes.
  Arms arms("\"cpu\"");
  expect_exit(arms.axle("lock"), 0);
  const AxleResult asked = arms.axle("plan");
  expect_exit(asked, 0);
  expect_not_said(asked, "unknown size");
  expect_said(arms.axle("plan --offline"), {"1 package of unknown size"});
  for (const std::string command : {"sync", "plan"})
    expect_failure(arms.axle, command + " --max-download 10B", 1, {"would be downloaded"});
  expect_said(arms.axle("plan --json"), {"\"unknown_sizes\": 0"});
}

TEST_CASE("a dry run and a lock that holds say which accelerator, and why") {
  Arms arms("\"cpu\", \"cu126\"");
  expect_exit(arms.axle("lock"), 0);
  expect_said(arms.axle("sync --dry-run --profile l4"),
              {"Would use accelerator cu126: cu126 runs on NVIDIA L4"});
  CHECK_FALSE(arms.has(".venv"));
  expect_said(arms.axle("lock -v"), {"cpu: torch 2.8.0 from ", "cu126: torch 2.8.0 from ",
                                     "for linux-x86_64, as locked"});
  expect_exit(arms.axle("sync --profile l4"), 0);
  expect_not_said(arms.axle("sync --dry-run --profile l4"), "Would use accelerator");
}

TEST_CASE("who asks for JSON learns the accelerator") {
  Arms arms("\"cpu\", \"cu126\"");
  expect_said(arms.axle("sync --accelerator cu126 --json"), {"\"accelerator\": \"cu126\""});
  expect_said(arms.axle("sync --dry-run --accelerator cpu --json"), {"\"accelerator\": \"cpu\""});
  expect_said(arms.axle("pip list"), {"Package Version     Accelerator\n",
                                      "torch   2.8.0+cu126 cu126\n", "numpy   2.0\n"});
  expect_said(arms.axle("pip list --format json"), {R"("accelerator":"cu126","name":"torch")"});
}

TEST_CASE("each accelerator may have its environment in one folder") {
  Arms arms("\"cpu\", \"cu126\"", "torch", "");
  arms.axle.write("pyproject.toml", Arms::project("\"cpu\", \"cu126\"", "torch", "") +
                                        "environment = \"envs/{accelerator}\"\n");
  expect_exit(arms.axle("sync --profile l4"), 0);
  expect_exit(arms.axle("sync"), 0);
  CHECK(arms.has("envs/cu126/pyvenv.cfg"));
  CHECK(arms.has("envs/cpu/pyvenv.cfg"));
  CHECK_FALSE(arms.has(".venv"));
  arms.axle.set("UV_PROJECT_ENVIRONMENT", ".venv-{accelerator}");
  expect_exit(arms.axle("run --accelerator cu126 python -c 'import torch'"), 0);
  CHECK(arms.has(".venv-cu126/.axle-accelerator"));
  arms.axle.unset("UV_PROJECT_ENVIRONMENT");
  for (const char* place : {"../elsewhere", "/tmp/elsewhere"}) {
    arms.axle.write("pyproject.toml", Arms::project("\"cpu\"", "torch", "") + "environment = \"" +
                                          std::string(place) + "\"\n");
    expect_failure(arms.axle, "sync", 2, {"`environment` is a folder below the project"});
  }
}

TEST_CASE("an edit that fails leaves no environment of an accelerator") {
  Arms arms("\"cpu\", \"cu126\"", "torch", "");
  arms.axle.write("pyproject.toml", Arms::project("\"cpu\", \"cu126\"", "torch", "") +
                                        "environment = \".venv-{accelerator}\"\n");
  // The first add makes lock and environment; a download that fails takes all of it back.
  arms.axle.set("AXLE_ACCELERATOR", "cu126");
  arms.index.change("simple", "gpu-tool",
                    [](OfferedFile& file) { file.sha256 = std::string(64, '0'); });
  expect_failure(arms.axle, "add gpu-tool --refresh", 4, {"gpu_tool-1.0"});
  CHECK_FALSE(arms.has(".venv-cu126"));
  expect_exit(arms.axle("add numpy"), 0);
  CHECK(arms.has(".venv-cu126/pyvenv.cfg"));
  CHECK_FALSE(arms.has(".venv-{accelerator}"));
  expect_exit(arms.axle("remove numpy"), 0);
  CHECK(arms.has(".venv-cu126/pyvenv.cfg"));
}

TEST_CASE("doctor holds the project's environment to a machine that is elsewhere") {
  Arms arms("\"cpu\", \"cu130\"");
  expect_exit(arms.axle("sync --accelerator cu130"), 0);
  expect_said(arms.axle("doctor --profile colab-t4"), {"torch 2.9.0+cu130"});
}

}  // namespace
}  // namespace axle::test
