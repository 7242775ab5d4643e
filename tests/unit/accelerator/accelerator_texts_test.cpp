// SPDX-License-Identifier: MIT
#include "accelerator/amd_text.hpp"
#include "accelerator/driver_questions.hpp"
#include "accelerator/installed_set.hpp"
#include "accelerator/intel_detect.hpp"
#include "accelerator/nvidia_text.hpp"
#include "accelerator/pci_bus.hpp"
#include "accelerator/platform_detect.hpp"
#include "support/catch.hpp"

using namespace axle;

TEST_CASE("only what looks like a version is one", "[texts]") {
  for (const char* version : {"580", "580.00", "450.80.02", "535.183.01"})
    CHECK(looks_like_driver_version(version));
  for (const char* text : {"", "1", "1.", "580.", ".580", "58a.1", "550..1", "Failed to initialize",
                           "1234567890.1234567890.1234567890.12"})
    CHECK_FALSE(looks_like_driver_version(text));
}

TEST_CASE("the version of the kernel module", "[texts]") {
  CHECK(parse_proc_version("NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar 5\n"
                           "GCC version:  gcc version 12.2.0\n") == "550.54.15");
  CHECK(parse_proc_version(
            "NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  580.95.05  Release Build") ==
        "580.95.05");
  CHECK(parse_proc_version("NVRM version: something else\nKernel Module\n580.1").empty());
  CHECK(parse_proc_version("").empty());
}

TEST_CASE("the rows of nvidia-smi", "[texts]") {
  const auto rows = parse_smi_query(
      "0, GPU-aa, NVIDIA A30, 535.1.2, 8.0, 24576, 00000000:21:00.0, Enabled\n"
      "1, GPU-bb, NVIDIA GB10, 535.1.2, 12.1, [N/A], 0000000F:01:00.0, [N/A]\n\n",
      true);
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK((*rows)[0].device.mig_mode == "enabled");
  CHECK((*rows)[0].device.memory_mib == 24576U);
  CHECK((*rows)[1].device.compute_capability == "12.1");
  CHECK_FALSE((*rows)[1].device.memory_mib);
  CHECK((*rows)[1].device.mig_mode == "unsupported");
  CHECK(normal_bus((*rows)[1].device.bus_id) == "000f:01:00.0");
  CHECK_FALSE(parse_smi_query("NVIDIA-SMI has failed, because, it, could, not, talk, to", true));
  CHECK_FALSE(parse_smi_query("No devices were found\n", false));
  CHECK_FALSE(parse_smi_query("", false));
  CHECK_FALSE(parse_smi_query("0, GPU-aa, A, 535.1.2, 1, 0:0, Disabled\nError\n", false));
}

TEST_CASE("the slices that nvidia-smi lists", "[texts]") {
  const auto instances = parse_smi_instances(
      "GPU 0: NVIDIA A30 (UUID: GPU-aa)\n"
      "  MIG 2g.12gb     Device  0: (UUID: MIG-11)\n"
      "  MIG 1g.6gb      Device  1: (UUID: MIG-22)\n"
      "GPU 1: NVIDIA L4 (UUID: GPU-bb)\n"
      "Unable to determine the device handle for GPU 0000:02:00.0: GPU is lost.\n");
  REQUIRE(instances.size() == 1);
  const auto& slices = instances.at("GPU-aa");
  REQUIRE(slices.size() == 2);
  CHECK(slices[0].name == "NVIDIA A30 MIG 2g.12gb");
  CHECK(slices[1].uuid == "MIG-22");
  // A slice without a device before it, and lines that end too early.
  CHECK(parse_smi_instances("MIG 1g.6gb Device 0: (UUID: MIG-33)\nGPU 0\nGPU (UUID: )\n").empty());
  CHECK(parse_smi_instances("GPU 0: A (UUID: GPU-cc)\nMIG (UUID: MIG-44)\n").size() == 1);
}

TEST_CASE("the version in a library's name", "[texts]") {
  CHECK(driver_library_version("libcuda.so.550.54.15") == "550.54.15");
  CHECK(driver_library_version("libcuda.so.1").empty());
  CHECK(driver_library_version("libcuda.so.1.1").empty());
  CHECK(driver_library_version("libcuda.so").empty());
}

TEST_CASE("the names of AMD's targets", "[texts]") {
  CHECK(gfx_name(90010) == "gfx90a");
  CHECK(gfx_name(110501) == "gfx1151");
  CHECK(gfx_name(90402) == "gfx942");
  CHECK(gfx_name(0).empty());
  CHECK(gfx_name(99999999999).empty());
  CHECK(gfx_of_override("10.3.0") == "gfx1030");
  CHECK(gfx_of_override("9.0.10") == "gfx90a");
  for (const char* value : {"", "10.3", "10.3.0.1", "a.b.c", "10.3.16"})
    CHECK(gfx_of_override(value).empty());
}

TEST_CASE("the properties of a KFD node", "[texts]") {
  const KfdProperties node = parse_kfd_properties(
      "simd_count 192\ngfx_target_version 110000\nvendor_id 4098\ndevice_id 29772\nlocation_id "
      "768\nunique_id 99999999999999999999999\nodd line here\nsimd_count\n");
  CHECK(node.simd_count == 192);
  CHECK(node.gfx_target_version == 110000);
  CHECK(node.device_id == 29772);
  CHECK(node.unique_id == 0);
}

TEST_CASE("the names that rocminfo prints", "[texts]") {
  const auto names = parse_rocminfo(
      "Agent 1\n  Marketing Name:  Some CPU\n  Node:  0\n  Device Type:  CPU\n"
      "Agent 2\n  Marketing Name:  AMD Radeon\n  Node:  1\n  Device Type:  GPU\n"
      "Agent 3\n  Marketing Name:  \n  Node:  2\n  Device Type:  GPU\n");
  REQUIRE(names.size() == 1);
  CHECK(names.at(1) == "AMD Radeon");
  CHECK(parse_rocminfo("Unable to open /dev/kfd").empty());
  CHECK(parse_rocm_version("6.4.1-83\n") == "6.4.1");
  CHECK(parse_rocm_version("none").empty());
}

TEST_CASE("the number of an Intel device", "[texts]") {
  CHECK(ip_version_text(83902464) == "20.1.0");
  CHECK(ip_version_text(50364416) == "12.2.0");
  CHECK(ip_family("20.1.0") == "20.1");
  CHECK(ip_family("20") == "20");
}

TEST_CASE("the release of Jetson Linux", "[texts]") {
  CHECK(parse_l4t("# R36 (release), REVISION: 4.3, GCID: 1, BOARD: generic") == "36.4.3");
  CHECK(parse_l4t("# R38 (release), REVISION: 2.1") == "38.2.1");
  CHECK(parse_l4t("").empty());
  CHECK(parse_l4t("# R (release), REVISION: x").empty());
}

TEST_CASE("what a driver's library said in its child", "[texts]") {
  const NvmlAnswer answer = parse_nvml_text(
      "init\t0\ndriver\t580.1.2\ncuda\t13000\n"
      "device\tNVIDIA A30\tGPU-a\t8.0\t24576\t00000000:21:00.0\tenabled\n"
      "slice\tNVIDIA A30 MIG 1g.6gb\tMIG-a\t6144\n"
      "device\tNVIDIA GB10\tGPU-b\t12.1\t\t0000000F:01:00.0\tunsupported\n");
  CHECK(answer.end == ProbeEnd::answered);
  CHECK(answer.cuda_driver_version == 13000);
  REQUIRE(answer.devices.size() == 2);
  REQUIRE(answer.devices[0].instances.size() == 1);
  CHECK(answer.devices[0].instances[0].uuid == "MIG-a");
  CHECK_FALSE(answer.devices[1].memory_mib);
  CHECK(parse_nvml_text("missing\n").end == ProbeEnd::missing);
  CHECK(parse_nvml_text("init\t18\n").init == 18);
  const LevelZeroAnswer intel =
      parse_level_zero_text("init\t0\ndevice\tArc\t83902464\t0\ndevice\tUHD\t50364416\t1\n");
  REQUIRE(intel.devices.size() == 2);
  CHECK_FALSE(intel.devices[0].integrated);
  CHECK(intel.devices[1].integrated);
  CHECK(parse_level_zero_text("init\t2013265921\n").init != 0);
}

TEST_CASE("the build that torch/version.py names", "[texts]") {
  CHECK(arm_of_version_file("__version__ = '2.9.1'\ncuda: Optional[str] = '12.8'\nhip = None\n") ==
        "cu128");
  CHECK(arm_of_version_file(
            "cuda: Optional[str] = None\nhip: Optional[str] = '6.4.43482-0f2d'\n") == "rocm6.4");
  CHECK(arm_of_version_file("cuda = None\nhip = None\nxpu: Optional[str] = '20250101'\n") == "xpu");
  CHECK(arm_of_version_file("cuda = None\n").empty());
  CHECK(arm_of_version_file("cuda = '\n").empty());
}
