// SPDX-License-Identifier: MIT
// The publisher's other indexes: pre-releases of the family, and of nothing else.
#include "cli/arms_rig.hpp"

namespace axle::test {
namespace {

constexpr std::string_view channels = R"(
  [simple]
  numpy 2.0
  numpy 3.0rc1
  [cpu html]
  torch 2.9.1+cpu tag=py3-none-manylinux_2_17_x86_64 : numpy
  [nightly/cpu html]
  torch 2.11.0.dev20260101+cpu tag=py3-none-manylinux_2_17_x86_64 : numpy
  torch 2.11.0.dev20260102+cpu tag=py3-none-manylinux_2_17_x86_64 : numpy
  [nightly/cu130 html]
  torch 2.11.0.dev20260101+cu130 tag=py3-none-manylinux_2_17_x86_64 : numpy | triton
  triton 3.6.0.dev1 tag=py3-none-manylinux_2_17_x86_64
  [test/cpu html]
  torch 2.10.0rc2+cpu tag=py3-none-manylinux_2_17_x86_64 : numpy
)";

struct Channels {
  FakeIndex index{channels};
  AxleRun axle;

  void write(const std::string& channel, const std::string& accelerators) {
    axle.set("AXLE_DEFAULT_INDEX", index.url());
    const std::string any = index.url("any");
    axle.write("pyproject.toml",
               Arms::project(accelerators, "torch", "") + "accelerator-channel = \"" + channel +
                   "\"\naccelerator-index-url = \"" + any.substr(0, any.rfind("any")) +
                   "{channel}/{accelerator}\"\n");
  }
};

TEST_CASE("a channel allows pre-releases of the family and of nothing else") {
  Channels project;
  project.write("nightly", R"("cpu", "cu130")");
  expect_exit(project.axle("lock"), 0);
  // One night for all, though cpu has a newer one.
  const AxleResult cuda = project.axle("sync --dry-run --accelerator cu130");
  expect_said(cuda, {"+ torch==2.11.0.dev20260101+cu130", "+ triton==3.6.0.dev1", "+ numpy==2.0"});
  expect_said(project.axle("sync --dry-run --accelerator cpu"),
              {"+ torch==2.11.0.dev20260101+cpu", "+ numpy==2.0"});
  CHECK(read_text(project.axle.project() / "axle.lock").find("channel = \"nightly\"") !=
        std::string::npos);
}

TEST_CASE("another channel is another lock") {
  Channels project;
  project.write("test", R"("cpu")");
  expect_exit(project.axle("lock"), 0);
  expect_said(project.axle("sync --dry-run --accelerator cpu"), {"+ torch==2.10.0rc2+cpu"});
  project.write("release", R"("cpu")");
  expect_failure(project.axle, "lock --check", 1, {"axle.lock"});
  expect_exit(project.axle("lock"), 0);
  expect_said(project.axle("sync --dry-run --accelerator cpu"), {"+ torch==2.9.1+cpu"});
  project.write("daily", R"("cpu")");
  expect_failure(project.axle, "lock", 2, {"accelerator-channel", "`daily`", "nightly"});
}

}  // namespace
}  // namespace axle::test
