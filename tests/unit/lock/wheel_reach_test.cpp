// SPDX-License-Identifier: MIT
#include "lock/wheel_reach.hpp"
#include "support/catch.hpp"

using namespace axle;

TEST_CASE("wheels that can never be installed are told from those that can", "[lock]") {
  const auto [tags, marker, reachable] = GENERATE(table<std::string, std::string, bool>({
      {"py3-none-any", "sys_platform == 'win32'", true},
      {"cp312-cp312-manylinux_2_17_x86_64", "sys_platform == 'linux'", true},
      {"cp312-cp312-manylinux_2_17_x86_64", "sys_platform != 'linux'", false},
      {"cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64",
       "sys_platform == 'linux' and platform_machine == 'x86_64'", false},
      {"cp312-cp312-macosx_11_0_arm64", "sys_platform == 'darwin'", true},
      {"cp312-cp312-macosx_11_0_arm64", "sys_platform == 'darwin' and platform_machine == 'x86_64'",
       false},
      {"cp312-cp312-macosx_10_9_universal2",
       "sys_platform == 'darwin' and platform_machine == 'x86_64'", true},
      {"cp312-cp312-win_amd64", "sys_platform == 'win32' and platform_machine == 'ARM64'", true},
      {"cp312-cp312-win_amd64", "sys_platform == 'linux'", false},
      {"cp312-cp312-win32", "platform_machine == 'AMD64'", false},
      {"cp312-cp312-plan9_mips", "sys_platform == 'linux'", true},
      {"cp311-cp311-manylinux_2_17_x86_64", "sys_platform == 'linux'", false},
      {"cp38-abi3-manylinux_2_17_x86_64", "sys_platform == 'linux'", true},
  }));
  CAPTURE(tags, marker);
  const auto wheel = WheelFilename::parse("demo-1.0-" + tags + ".whl");
  REQUIRE(wheel);
  const auto python = RequiresPython::from(*VersionSpecifiers::parse(">=3.12"));
  CHECK(is_reachable(*wheel, *Marker::parse(marker), python) == reachable);
}
