// SPDX-License-Identifier: MIT
#include "accelerator/arm_needs.hpp"

#include "accelerator/choose.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {

Machine machine_having(GpuVendor vendor, std::string driver, std::string cuda, std::string arch) {
  Machine machine;
  machine.platform.os = "linux";
  machine.platform.arch = "x86_64";
  machine.platform.libc = "glibc 2.36";
  GpuDriver known;
  known.vendor = vendor;
  known.version = std::move(driver);
  known.cuda = std::move(cuda);
  machine.drivers.push_back(std::move(known));
  Gpu gpu;
  gpu.vendor = vendor;
  gpu.name = "card";
  gpu.arch = std::move(arch);
  gpu.visible = true;
  machine.gpus.push_back(std::move(gpu));
  return machine;
}

std::string refused(std::string_view needs, const Machine& machine) {
  const auto parsed = parse_arm_needs(needs);
  REQUIRE(parsed);
  return refusal_of(*parsed, machine);
}

}  // namespace

TEST_CASE("what an own accelerator needs is read", "[arm]") {
  const auto needs = parse_arm_needs(" cuda >= 12.8 , sm_90,sm_100, driver>=570.26");
  REQUIRE(needs);
  CHECK(needs->kind == AcceleratorKind::cuda);
  CHECK(needs->runtime == "12.8");
  CHECK(needs->driver == "570.26");
  CHECK(needs->archs == std::vector<std::string>{"9.0", "10.0"});
  CHECK(parse_arm_needs("gfx942")->kind == AcceleratorKind::rocm);
  CHECK(parse_arm_needs("xpu")->kind == AcceleratorKind::xpu);
}

TEST_CASE("what nothing can have is refused", "[arm]") {
  for (const char* wrong :
       {"", "cuda > 12", "cuda >= new", "sm_9", "12.8", "cuda >= 12.8,", "gpu"}) {
    INFO(wrong);
    CHECK_FALSE(parse_arm_needs(wrong));
  }
  CHECK(parse_arm_needs("cuda, gfx942").error().find("two kinds") != std::string::npos);
}

TEST_CASE("a machine has what is needed, or lacks it", "[arm]") {
  const Machine h100 = machine_having(GpuVendor::nvidia, "570.26", "12.8", "sm_90");
  CHECK(refused("cuda >= 12.8, sm_90", h100).empty());
  CHECK(refused("sm_80", h100) == "no-code");
  CHECK(refused("cuda >= 13.0", h100) == "driver-too-old");
  CHECK(refused("driver >= 580", h100) == "driver-too-old");
  CHECK(refused("rocm", h100) == "no-device");
  CHECK(refused("gfx942", machine_having(GpuVendor::amd, "", "", "gfx942")).empty());
  CHECK(refused("gfx1100", machine_having(GpuVendor::amd, "", "", "gfx942")) == "no-code");
}

TEST_CASE("the kind of an own accelerator is what it needs, else what it is called", "[arm]") {
  CHECK(kind_of_own_arm("jetson", "https://mirror.example/jp6", "cuda >= 12.6") ==
        AcceleratorKind::cuda);
  CHECK(kind_of_own_arm("cu126-full", "https://mirror.example/x", "") == AcceleratorKind::cuda);
  CHECK(kind_of_own_arm("new-abi", "https://mirror.example/cpu-cxx11-abi/", "") ==
        AcceleratorKind::cpu);
  CHECK_FALSE(kind_of_own_arm("custom", "https://mirror.example/cupy", ""));
}

TEST_CASE("dependencies are those of the kind, then the accelerator's own", "[arm]") {
  using Names = std::vector<std::string>;
  CHECK(dependency_tables("cu126", "", "") == Names{"cuda", "cu126"});
  CHECK(dependency_tables("xpu", "", "") == Names{"xpu"});
  CHECK(dependency_tables("lab", "https://mirror.example/x", "gfx942") == Names{"rocm", "lab"});
  CHECK(dependency_tables("custom", "https://mirror.example/x", "") == Names{"custom"});
}

TEST_CASE("an own accelerator goes before those of its kind where the machine has it", "[arm]") {
  const auto chosen = [](const Machine& machine, std::string needs) {
    return choose_listed(Catalog::built_in(), machine,
                         {{.name = "cpu"}, {.name = "cu126"}, {.name = "lab", .needs = needs}},
                         "2.9.1", "linux_x86_64");
  };
  const Machine h100 = machine_having(GpuVendor::nvidia, "570.26", "12.8", "sm_90");
  const Choice own = chosen(h100, "sm_90");
  CHECK(own.arm == "lab");
  CHECK(own.reason == "lab runs on card");
  const Choice other = chosen(h100, "cuda >= 13.0");
  CHECK(other.arm == "cu126");
  CHECK(other.reason.find("lab needs cuda >= 13.0, which is not here") != std::string::npos);
  // Without a word on what it needs nobody can tell.
  CHECK(chosen(h100, "").arm == "cu126");
}
