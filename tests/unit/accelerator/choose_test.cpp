// SPDX-License-Identifier: MIT
#include "accelerator/choose.hpp"

#include "accelerator/torch_builds.hpp"
#include "unit/accelerator/machine_lines.hpp"

using namespace axle;

namespace {

Gpu card(std::string arch) {
  Gpu gpu;
  gpu.name = "card";
  gpu.arch = std::move(arch);
  gpu.visible = true;
  return gpu;
}

Machine machine_with(std::string driver, std::string cuda, std::vector<Gpu> gpus) {
  Machine machine;
  machine.platform.os = "linux";
  machine.platform.arch = "x86_64";
  machine.platform.libc = "glibc 2.36";
  GpuDriver nvidia;
  nvidia.version = std::move(driver);
  nvidia.cuda = std::move(cuda);
  machine.drivers.push_back(std::move(nvidia));
  machine.gpus = std::move(gpus);
  return machine;
}

KnownBuild build_of(TextList archs, TextList ptx) {
  return {.torch = "2.9",
          .arm = "cu128",
          .platform = "linux_x86_64",
          .versions = {},
          .archs = archs,
          .ptx = ptx,
          .provenance = {}};
}

}  // namespace

TEST_CASE("which code runs on which device", "[choose]") {
  const std::string_view archs[] = {"7.5", "8.0", "12.0"};
  const std::string_view ptx[] = {"12.0"};
  const KnownBuild build = build_of(archs, ptx);
  CHECK(has_code(build, card("sm_89"), "12.2", "12.8"));
  CHECK_FALSE(has_code(build, card("sm_70"), "13.0", "12.8"));
  CHECK_FALSE(has_code(build, card("sm_90"), "13.0", "12.8"));
  CHECK(has_code(build, card("sm_121"), "12.2", "12.8"));
  CHECK(has_code(build, card("sm_130"), "13.2", "13.0"));
  CHECK_FALSE(has_code(build, card("sm_130"), "12.8", "13.0"));
  CHECK(has_code(build, card(""), "12.8", "12.8"));
}

TEST_CASE("arms are asked once each, in their order, and every other is answered for", "[choose]") {
  const Machine machine = machine_with("570.1", "12.8", {card("sm_86")});
  const Choice choice =
      choose_accelerator(Catalog::built_in(), machine,
                         {"xpu", "cpu", "cu126", "cu128", "cu130", "cu128", "rocm6.4", "webgpu"},
                         "2.9.1", "linux_x86_64");
  CHECK(choice.arm == "cu128");
  REQUIRE(choice.rejected.size() == 5);
  CHECK(choice.rejected[0].arm == "cu130");
  CHECK(choice.rejected[0].code == "driver-too-old");
  CHECK(choice.rejected[1].code == "older");
  CHECK(choice.rejected[2].code == "other-vendor");
  CHECK(choice.rejected[4].arm == "webgpu");
  CHECK(choice.rejected[4].code == "no-build");
  CHECK(choice.reason.find("cu130 needs driver 580, this one is 570.1") != std::string::npos);
  CHECK(choice.estimate.empty());
}

TEST_CASE("a torch that is newer than the data is judged by the newest known", "[choose]") {
  const Machine machine = machine_with("580.1", "13.0", {card("sm_86")});
  const Choice choice = choose_accelerator(Catalog::built_in(), machine, {"cpu", "cu130", "cu134"},
                                           "9.0.0", "linux_x86_64");
  CHECK(choice.arm == "cu134");
  CHECK(choice.estimate.find("9.0.0") != std::string::npos);
  const TorchBuilds builds(Catalog::built_in(), "9.0.0", "linux_x86_64");
  CHECK(builds.estimated());
  CHECK(builds.find("cu118") == nullptr);
  CHECK(builds.find("cu134")->arm == "cu132");
  const TorchBuilds patch(Catalog::built_in(), "2.8.7", "linux_x86_64");
  CHECK(patch.stands_in() == "2.8");
  CHECK_FALSE(TorchBuilds(Catalog::built_in(), "2.8.0", "linux_x86_64").estimated());
}

TEST_CASE("a build that an index has counts, whatever the data knows of it", "[choose]") {
  // Of the newest release the data has some builds; the index may have more.
  const Machine machine = machine_with("580.1", "13.0", {card("sm_90")});
  const Catalog& data = Catalog::built_in();
  const std::string newest(data.tables().builds.back().versions.back());
  INFO(newest);
  REQUIRE(TorchBuilds(data, newest, "linux_x86_64").find("cu132") == nullptr);
  CHECK(choose_accelerator(data, machine, {"cpu", "cu132"}, newest, "linux_x86_64").arm == "cpu");
  const Choice listed =
      choose_listed(data, machine, {{.name = "cpu"}, {.name = "cu132"}}, newest, "linux_x86_64");
  CHECK(listed.arm == "cu132");
  CHECK(listed.estimate.find("cu132 of torch " + newest) != std::string::npos);
  // What is known needs no estimate, and a card that the older build has no code for none either.
  CHECK(choose_listed(data, machine, {{.name = "cu130"}}, newest, "linux_x86_64").estimate.empty());
  const Machine pascal = machine_with("580.1", "13.0", {card("sm_61")});
  CHECK(choose_listed(data, pascal, {{.name = "cpu"}, {.name = "cu132"}}, newest, "linux_x86_64")
            .arm == "cpu");
}

TEST_CASE("a floor that the data does not have is that of the nearest arm", "[choose]") {
  MachinePlatform platform;
  CHECK(driver_floor(Catalog::built_in(), platform, "cu134") == "580");
  CHECK(driver_floor(Catalog::built_in(), platform, "cu127") == "525.60.13");
  platform.kind = "wsl";
  CHECK(driver_floor(Catalog::built_in(), platform, "cu128") == "528.33");
  CHECK(driver_floor(Catalog::built_in(), platform, "vulkan").empty());
}

TEST_CASE("a Mac decides for a Linux machine by that platform's builds", "[choose]") {
  const Machine machine = machine_with("580.1", "13.0", {card("sm_90")});
  CHECK(choose_accelerator(Catalog::built_in(), machine, {"cpu", "cu130"}, "2.9.1", "linux_aarch64")
            .arm == "cu130");
  CHECK(choose_accelerator(Catalog::built_in(), machine, {"cpu", "cu130"}, "2.9.1", "macos_arm64")
            .code == "cpu-no-other-build");
}
