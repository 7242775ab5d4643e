// SPDX-License-Identifier: MIT
// One project and one lock on six machines.
#include <sstream>

#include "cli/arms_rig.hpp"

namespace axle::test {
namespace {

constexpr std::string_view six_kinds = R"(
  [simple]
  numpy 2.0
  cublas 12.6
  cublas 13.0
  app 1.0 : torch | numpy
  [cpu html]
  torch 2.9.1+cpu tag=py3-none-manylinux_2_17_x86_64 : numpy
  [cu126 html]
  torch 2.9.1+cu126 tag=py3-none-manylinux_2_17_x86_64 : numpy | cublas==12.6 | triton
  triton 3.5.1 tag=py3-none-manylinux_2_17_x86_64
  [cu130 html]
  torch 2.9.1+cu130 tag=py3-none-manylinux_2_17_x86_64 : numpy | cublas==13.0 | triton
  triton 3.5.1 tag=py3-none-manylinux_2_17_x86_64
  [rocm6.4 html]
  torch 2.9.1+rocm6.4 tag=py3-none-manylinux_2_17_x86_64 : numpy | pytorch-triton-rocm
  pytorch-triton-rocm 3.5.1 tag=py3-none-manylinux_2_17_x86_64
  [xpu html]
  torch 2.9.1+xpu tag=py3-none-manylinux_2_17_x86_64 : numpy
)";

struct MachineOfSix {
  const char* profile;
  const char* torch;    ///< its build
  const char* changes;  ///< of the environment that the machine before it had
};

/// The lines of packages that come and go, in order.
std::string changes_of(const AxleResult& result) {
  std::string changes;
  std::istringstream lines(result.err);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(" + ") || line.starts_with(" - ") || line.starts_with(" ~ "))
      changes += line.substr(1) + ", ";
  return changes;
}

TEST_CASE("six machines get each its own build from one lock, and nothing twice") {
  FakeIndex index(six_kinds);
  AxleRun axle;
  axle.set("AXLE_DEFAULT_INDEX", index.url());
  const std::string any = index.url("any");
  axle.set("AXLE_ACCELERATOR_INDEX_URL", any.substr(0, any.rfind("any")) + "{accelerator}");
  axle.write("pyproject.toml",
             Arms::project(R"("cpu", "cu126", "cu130", "rocm6.4", "xpu")", "app", ""));
  expect_exit(axle("lock"), 0);
  const std::string locked = read_text(axle.project() / "axle.lock");
  // Each line of changes is exactly what tells the two builds apart.
  const MachineOfSix machines[] = {
      {"ci-ubuntu", "2.9.1+cpu", "+ app==1.0, + numpy==2.0, + torch==2.9.1+cpu, "},
      {"t4", "2.9.1+cu126",
       "+ cublas==12.6, - torch==2.9.1+cpu, + torch==2.9.1+cu126, + triton==3.5.1, "},
      {"h200", "2.9.1+cu130",
       "- cublas==12.6, + cublas==13.0, - torch==2.9.1+cu126, + torch==2.9.1+cu130, "},
      {"rtx5090", "2.9.1+cu130", ""},
      {"mi300x", "2.9.1+rocm6.4",
       "- cublas==13.0, + pytorch-triton-rocm==3.5.1, - torch==2.9.1+cu130, "
       "+ torch==2.9.1+rocm6.4, - triton==3.5.1, "},
      {"b580", "2.9.1+xpu",
       "- pytorch-triton-rocm==3.5.1, - torch==2.9.1+rocm6.4, + torch==2.9.1+xpu, "}};
  for (const MachineOfSix& machine : machines) {
    INFO(machine.profile);
    const AxleResult synced = axle(std::string("sync --profile ") + machine.profile);
    expect_exit(synced, 0);
    CHECK(changes_of(synced) == machine.changes);
    CHECK(axle.quietly("pip freeze").out.find(std::string("torch==") + machine.torch) !=
          std::string::npos);
    // Again there is nothing to do, with and without a word on the machine.
    CHECK(changes_of(axle("sync")).empty());
    CHECK(changes_of(axle(std::string("sync --profile ") + machine.profile)).empty());
  }
  CHECK(read_text(axle.project() / "axle.lock") == locked);
}

}  // namespace
}  // namespace axle::test
