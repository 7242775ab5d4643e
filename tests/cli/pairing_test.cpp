// SPDX-License-Identifier: MIT
// What is built against torch and has to go with it.
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view pairing_universe = R"(
  [simple]
  torch 2.8.0
  torch 2.9.0
  torch 2.9.0+cu128
  torchvision 0.23.0 : torch==2.8.0
  torchvision 0.24.0+cu128 : torch==2.9.0
  torchvision 0.23.0+cu128 : torch==2.8.0
  torchaudio 2.8.0
  flash-attn 2.8.3+cu12torch2.8cxx11abiTRUE
  wants-old 1.0 : helper
  helper 2.0 : torch==2.8.0
)";

struct Rig {
  FakeIndex index{pairing_universe};
  AxleRun axle;

  Rig() {
    axle.set("AXLE_DEFAULT_INDEX", index.url());
    expect_exit(axle("venv"), 0);
  }
};

TEST_CASE("check names what does not go with torch and the least change") {
  Rig rig;
  expect_said(rig.axle("check"), {"There is no torch"});
  expect_exit(rig.axle("pip install --no-deps torch==2.9.0+cu128 torchvision==0.24.0+cu128"), 0);
  const AxleResult sound = rig.axle("check");
  expect_exit(sound, 0);
  expect_said(sound, {"What is built against torch goes with it"});

  expect_exit(rig.axle("pip install --no-deps torchvision==0.23.0+cu128"), 0);
  const AxleResult broken = rig.axle("check");
  expect_exit(broken, 1);
  expect_said(broken, {"torchvision 0.23 belongs to torch 2.8, and torch 2.9.0+cu128 is beside it",
                       "axle pip install \"torchvision==0.24.*\" --torch-backend cu128"});

  // Three were made for 2.8: it is torch that has to change.
  expect_exit(rig.axle("pip install --no-deps torchaudio flash-attn"), 0);
  const AxleResult most = rig.axle("check --json");
  expect_exit(most, 1);
  expect_said(most, {"flash-attn 2.8.3+cu12torch2.8cxx11abitrue is built for torch 2.8",
                     "\"package\": \"torchaudio\"",
                     "axle pip install \\\"torch==2.8.*\\\" --torch-backend cu128"});
}

TEST_CASE("releases that do not belong together are named where resolving fails") {
  Rig rig;
  const AxleResult failed = rig.axle("pip install torch==2.9.0 torchvision==0.23.0");
  expect_exit(failed, 1);
  expect_said(failed, {"hint: torchvision 0.23 belongs to torch 2.8, and torch 2.9 is asked for: "
                       "with it go torchvision 0.24"});
}

TEST_CASE("a dependency does not put a plain torch in the place of an accelerated one") {
  Rig rig;
  expect_exit(rig.axle("pip install --no-deps torch==2.9.0+cu128"), 0);
  const Snapshot before = rig.axle.state();
  const AxleResult refused = rig.axle("pip install wants-old");
  expect_exit(refused, 1);
  expect_said(refused, {"`torch==2.9.0+cu128` would be replaced by `torch==2.8.0`",
                        "`wants-old==1.0` needs `helper`, `helper==2.0` needs `torch==2.8.0`",
                        "--torch-backend cu128"});
  CHECK(difference(before, rig.axle.state()).empty());
  // Who names it may have it.
  expect_exit(rig.axle("pip install wants-old torch"), 0);
}

}  // namespace
}  // namespace axle::test
