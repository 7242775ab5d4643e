// SPDX-License-Identifier: MIT
#include "resolve/implied_marker.hpp"

#include <string>
#include <tuple>

#include "resolve_fixture.hpp"
#include "support/catch.hpp"

using namespace axle;
using namespace axle::testing;

namespace {

WheelFilename wheel(std::string_view tag) {
  const auto parsed = WheelFilename::parse("a-1.0-" + std::string(tag) + ".whl");
  REQUIRE(parsed);
  return *parsed;
}

std::string text(Marker marker) { return marker.to_text().value_or("always"); }

}  // namespace

TEST_CASE("the platform tag of a wheel implies where it runs", "[implied_marker]") {
  const auto [tag, expected] = GENERATE(table<std::string, std::string>({
      {"any", "always"},
      {"win32", "platform_machine == 'x86' and sys_platform == 'win32'"},
      {"win_amd64", "platform_machine == 'AMD64' and sys_platform == 'win32'"},
      {"win_arm64", "platform_machine == 'ARM64' and sys_platform == 'win32'"},
      {"linux_x86_64", "platform_machine == 'x86_64' and sys_platform == 'linux'"},
      {"manylinux1_i686", "platform_machine == 'i686' and sys_platform == 'linux'"},
      {"manylinux_2_28_aarch64", "platform_machine == 'aarch64' and sys_platform == 'linux'"},
      {"manylinux2014_x86_64", "platform_machine == 'x86_64' and sys_platform == 'linux'"},
      {"musllinux_1_2_x86_64", "platform_machine == 'x86_64' and sys_platform == 'linux'"},
      {"android_21_x86_64", "platform_machine == 'x86_64' and sys_platform == 'android'"},
      {"macosx_14_0_arm64",
       "platform_machine == 'arm64' and platform_release >= '23' and sys_platform == 'darwin'"},
      {"macosx_11_0_arm64",
       "platform_machine == 'arm64' and platform_release >= '20' and sys_platform == 'darwin'"},
      {"macosx_10_9_x86_64",
       "platform_machine == 'x86_64' and platform_release >= '13' and sys_platform == 'darwin'"},
      {"macosx_26_0_arm64",
       "platform_machine == 'arm64' and platform_release >= '25' and sys_platform == 'darwin'"},
      {"macosx_27_0_arm64",
       "platform_machine == 'arm64' and platform_release >= '27' and sys_platform == 'darwin'"},
      {"macosx_12_3_arm64", "python_version < '0'"},  // no such release
      {"plan9_68000", "python_version < '0'"},
  }));
  CAPTURE(tag);
  CHECK(text(implied_platform_marker(tag)) == expected);
}

TEST_CASE("a universal macOS wheel asks newer kernels of the newer machine", "[implied_marker]") {
  const Marker both = implied_platform_marker("macosx_10_13_universal2");
  CHECK(both == (implied_platform_marker("macosx_10_13_x86_64") |
                 implied_platform_marker("macosx_10_13_arm64")));
  CHECK(implied_platform_marker("macosx_10_13_arm64") ==
        implied_platform_marker("macosx_11_0_arm64"));
}

TEST_CASE("the Python tag of a wheel implies which Pythons run it", "[implied_marker]") {
  const auto [tag, stable, expected] = GENERATE(table<std::string, bool, std::string>({
      {"py3", false, "python_full_version == '3.*'"},
      {"py312", false, "python_full_version == '3.12.*'"},
      {"cp312", false,
       "python_full_version == '3.12.*' and platform_python_implementation == 'CPython'"},
      {"cp39", true,
       "python_full_version >= '3.9' and platform_python_implementation == 'CPython'"},
      {"pp310", false,
       "python_full_version == '3.10.*' and platform_python_implementation == 'PyPy'"},
      {"graalpy311", false,
       "python_full_version == '3.11.*' and platform_python_implementation == 'GraalPy'"},
      {"ip27", false, "python_version < '0'"},
  }));
  CAPTURE(tag);
  const Marker expected_marker = marker(expected);
  CHECK(implied_python_marker(tag, stable) == expected_marker);
}

TEST_CASE("compressed tag sets are united, Python and platform intersected", "[implied_marker]") {
  CHECK(implied_marker(wheel("py2.py3-none-any")) ==
        marker("python_version == '2.*' or python_version == '3.*'"));
  CHECK(implied_marker(wheel("cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64")) ==
        marker("python_version == '3.12' and platform_python_implementation == 'CPython' and "
               "sys_platform == 'linux' and "
               "platform_machine == 'x86_64'"));
}

TEST_CASE("with minima, coverage needs a wheel for each C library", "[implied_marker]") {
  const auto covers_linux = [](const MinimumLibc& minimum,
                               std::initializer_list<std::string_view> platforms) {
    Coverage coverage(&minimum);
    for (const std::string_view platform : platforms)
      coverage.add(wheel("py3-none-" + std::string(platform)));
    return !coverage.marker().is_disjoint(marker("sys_platform == 'linux'"));
  };
  const MinimumLibc glibc{{{2, 17}}, std::nullopt};
  CHECK(covers_linux(glibc, {"manylinux_2_17_x86_64"}));
  CHECK(covers_linux(glibc, {"manylinux1_x86_64"}));
  CHECK(covers_linux(glibc, {"linux_x86_64"}));
  CHECK_FALSE(covers_linux(glibc, {"manylinux_2_28_x86_64"}));
  CHECK_FALSE(covers_linux(glibc, {"musllinux_1_2_x86_64"}));
  const MinimumLibc both{{{2, 17}}, {{1, 1}}};
  CHECK_FALSE(covers_linux(both, {"manylinux_2_17_x86_64"}));
  CHECK_FALSE(covers_linux(both, {"manylinux_2_17_x86_64", "musllinux_1_2_x86_64"}));
  CHECK(covers_linux(both, {"manylinux_2_17_x86_64", "musllinux_1_1_x86_64"}));
}
