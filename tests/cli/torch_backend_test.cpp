// SPDX-License-Identifier: MIT
// Torch backends that nobody publishes, that the data does not know, and what is there already.
#include "cli/arms_rig.hpp"

namespace axle::test {
namespace {

TEST_CASE("a torch backend that no index has is an error, however well it is spelt") {
  Arms arms("\"cpu\"");
  expect_exit(arms.axle("venv"), 0);
  // The name has the form of one, and the index is not there.
  expect_failure(arms.axle, "pip install torch --torch-backend cu127", 2,
                 {"`cu127`", "torch-backend", "has none", "`cu126`"});
  arms.axle.set("UV_TORCH_BACKEND", "cu999");
  expect_failure(arms.axle, "pip compile pyproject.toml", 2, {"`cu999`", "torch-backend"});
}

TEST_CASE("a torch that is newer than the data is taken from where it is, as an estimate") {
  Arms arms("\"cpu\"");
  for (const std::string backend : {"cpu", "cu130", "cu132"})
    arms.index.add(backend,
                   WheelBuilder("torch", "99.0.0+" + backend).tag("py3-none-manylinux_2_17_x86_64"),
                   "torch");
  expect_exit(arms.axle("venv"), 0);
  const AxleResult planned =
      arms.axle("pip install --dry-run torch --torch-backend auto --profile h200");
  expect_exit(planned, 0);
  expect_said(planned, {"+ torch==99.0.0+cu132", "An estimate: torch 99.0.0 is not in the data"});
}

TEST_CASE("a machine is offered what the lock has, known to the data or not") {
  Arms arms("\"cpu\", \"cu132\"");
  for (const std::string backend : {"cpu", "cu132"})
    arms.index.add(backend,
                   WheelBuilder("torch", "99.0.0+" + backend).tag("py3-none-manylinux_2_17_x86_64"),
                   "torch");
  expect_exit(arms.axle("lock"), 0);
  const AxleResult planned = arms.axle("sync --dry-run --profile h200");
  expect_said(planned, {"+ torch==99.0.0+cu132", "Would use accelerator cu132",
                        "an estimate: torch 99.0.0 is not in the data"});
}

TEST_CASE("a variable that stands in for the machine has to say something of one") {
  Arms arms("\"cpu\"");
  expect_exit(arms.axle("venv"), 0);
  arms.axle.set("UV_CUDA_DRIVER_VERSION", "latest");
  expect_failure(arms.axle, "pip install torch --torch-backend auto", 2,
                 {"`UV_CUDA_DRIVER_VERSION` is `latest`", "580.95.05"});
  expect_failure(arms.axle, "accelerator show", 2, {"`UV_CUDA_DRIVER_VERSION` is `latest`"});
  arms.axle.set("UV_CUDA_DRIVER_VERSION", "");
  arms.axle.set("UV_AMD_GPU_ARCHITECTURE", "radeon");
  expect_failure(arms.axle, "pip install torch --torch-backend auto", 2,
                 {"`UV_AMD_GPU_ARCHITECTURE` is `radeon`", "gfx1100"});
}

TEST_CASE("pip sync keeps the build that is there without asking for its index") {
  Arms arms("\"cpu\"");
  expect_exit(arms.axle("venv"), 0);
  arms.axle.write("all.txt", "numpy==2.0\ntorch==2.9.0+cpu\n");
  expect_exit(arms.axle("pip sync all.txt --torch-backend cpu"), 0);
  // The default index has no such version.
  const AxleResult again = arms.axle("pip sync all.txt");
  expect_exit(again, 0);
  expect_said(again, {"Checked 2 packages"});
  CHECK(arms.frozen() == "numpy==2.0 torch==2.9.0+cpu ");
  // Another one that is asked for has to come from somewhere.
  arms.axle.write("all.txt", "numpy==2.0\ntorch==2.9.0+cu130\n");
  expect_failure(arms.axle, "pip sync all.txt", 1, {"torch==2.9.0+cu130", "cu130"});
}

}  // namespace
}  // namespace axle::test
