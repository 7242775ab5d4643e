// SPDX-License-Identifier: MIT
#include "accelerator/arm_name.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("the name of an arm tells its kind", "[arm]") {
  CHECK(accelerator_kind("cu128") == AcceleratorKind::cuda);
  CHECK(accelerator_kind("cu999") == AcceleratorKind::cuda);
  CHECK(accelerator_kind("rocm6.2.4") == AcceleratorKind::rocm);
  CHECK(accelerator_kind("xpu") == AcceleratorKind::xpu);
  CHECK(accelerator_kind("cpu") == AcceleratorKind::cpu);
  for (const char* name : {"", "cu", "cuda", "cu12.8", "rocm", "rocmx", "CPU", "cpu ", "auto"})
    CHECK_FALSE(accelerator_kind(name));
}

TEST_CASE("arms are in order of kind, the newest first", "[arm]") {
  std::vector<std::string> arms{"cpu",     "rocm6.4", "cu92",  "cu130", "nothing",
                                "rocm7.0", "xpu",     "cu126", "cu118", "rocm6.2.4",
                                "cu128",   "rocm6.2", "rocm10"};
  std::ranges::sort(arms, arm_goes_before);
  CHECK(arms == std::vector<std::string>{"cu130", "cu128", "cu126", "cu118", "cu92", "rocm10",
                                         "rocm7.0", "rocm6.4", "rocm6.2.4", "rocm6.2", "xpu", "cpu",
                                         "nothing"});
  CHECK_FALSE(arm_goes_before("cu128", "cu128"));
}

TEST_CASE("the runtime of an arm", "[arm]") {
  CHECK(arm_runtime("cu118") == "11.8");
  CHECK(arm_runtime("cu92") == "9.2");
  CHECK(arm_runtime("rocm6.2.4") == "6.2.4");
  CHECK(arm_runtime("cpu").empty());
  CHECK(arm_runtime("cu1").empty());
}

TEST_CASE("versions of drivers compare as numbers", "[arm]") {
  CHECK(numbers_in("450.80.02") == numbers_in("450.80.2"));
  CHECK(at_least("580.00", "580"));
  CHECK(at_least("525.60.13", "525.60.13"));
  CHECK_FALSE(at_least("525.60.9", "525.60.13"));
  CHECK_FALSE(at_least("", "1"));
  CHECK(numbers_in("99999999999999999999.1").size() == 2);
}
