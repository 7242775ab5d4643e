// SPDX-License-Identifier: MIT
#include "axle/standards/tags.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "axle/standards/wheel_filename.hpp"
#include "support/catch.hpp"

using namespace axle;

namespace {
std::vector<std::string> shown(const CompatibleTags& tags) {
  std::vector<std::string> out;
  for (const Tag& tag : tags.list()) out.push_back(tag.to_string());
  return out;
}
std::optional<unsigned> priority(const CompatibleTags& tags, std::string_view wheel) {
  return tags.priority(WheelFilename::parse(wheel).value());
}
}  // namespace

TEST_CASE("compatible tags are in the order of uv", "[tags]") {
  const CompatibleTags tags({"cpython", 3, 3, false}, {"p", "q"});
  CHECK(shown(tags) == std::vector<std::string>{
                           "cp33-cp33m-p", "cp33-cp33m-q",  "cp33-abi3-p",   "cp33-abi3-q",
                           "cp33-none-p",  "cp33-none-q",   "cp32-abi3-p",   "cp32-abi3-q",
                           "py33-none-p",  "py33-none-q",   "py3-none-p",    "py3-none-q",
                           "py32-none-p",  "py32-none-q",   "py31-none-p",   "py31-none-q",
                           "py30-none-p",  "py30-none-q",   "cp33-none-any", "py33-none-any",
                           "py3-none-any", "py32-none-any", "py31-none-any", "py30-none-any"});
}

TEST_CASE("priorities follow the order of the list", "[tags]") {
  const PythonVariant python =
      GENERATE(PythonVariant{"cpython", 3, 12, false}, PythonVariant{"cpython", 3, 14, true},
               PythonVariant{"pypy", 3, 10, false});
  const CompatibleTags tags(python, {"manylinux_2_28_x86_64", "linux_x86_64"});
  const auto list = tags.list();
  REQUIRE(list.size() > 20);
  for (std::size_t i = 1; i < list.size(); ++i) {
    CAPTURE(list[i].to_string());
    REQUIRE(tags.priority(list[i]));
    CHECK(tags.priority(list[i - 1]) > tags.priority(list[i]));
  }
  CHECK(tags.priority(list.back()) > 0u);
}

TEST_CASE("which wheels run", "[tags]") {
  const CompatibleTags plain({"cpython", 3, 13, false}, {"linux_x86_64"});
  const CompatibleTags threaded({"cpython", 3, 13, true}, {"linux_x86_64"});
  const CompatibleTags pypy({"pypy", 3, 10, false}, {"linux_x86_64"});
  const auto [tag, on_plain, on_threaded, on_pypy] = GENERATE(table<std::string, bool, bool, bool>({
      {"py3-none-any", true, true, true},
      {"py2.py3-none-any", true, true, true},
      {"py2-none-any", false, false, false},
      {"py314-none-any", false, false, false},
      {"cp313-cp313-linux_x86_64", true, false, false},
      {"cp313-cp313t-linux_x86_64", false, true, false},
      {"cp38-abi3-linux_x86_64", true, false, false},
      {"cp313-abi3t-linux_x86_64", false, true, false},
      {"cp313-none-any", true, true, false},
      {"cp312-none-any", false, false, false},
      {"cp312-cp312-linux_x86_64", false, false, false},
      {"pp310-pypy310_pp73-linux_x86_64", false, false, true},
      {"cp313-cp313-linux_aarch64", false, false, false},
  }));
  CAPTURE(tag);
  const std::string wheel = "a-1-" + tag + ".whl";
  CHECK(priority(plain, wheel).has_value() == on_plain);
  CHECK(priority(threaded, wheel).has_value() == on_threaded);
  CHECK(priority(pypy, wheel).has_value() == on_pypy);
}

TEST_CASE("a wheel is as good as its best tag", "[tags]") {
  const CompatibleTags tags({"cpython", 3, 12, false}, {"linux_x86_64"});
  CHECK(priority(tags, "a-1-py2.cp312-none-any.whl") == priority(tags, "a-1-cp312-none-any.whl"));
  CHECK(tags.knows_python_and_abi({"cp312", "cp312", "win32"}));
  CHECK_FALSE(tags.knows_python_and_abi({"cp311", "cp311", "any"}));
  CHECK(tags.knows_platform("any"));
  CHECK_FALSE(tags.knows_platform("win32"));
}

TEST_CASE("the platform tags of a machine", "[platform]") {
  const auto [platform, tags] = GENERATE(table<Platform, std::vector<std::string>>({
      {{PlatformOs::linux_glibc, "aarch64", 2, 18},
       {"manylinux_2_18_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64",
        "linux_aarch64"}},
      {{PlatformOs::linux_glibc, "i686", 2, 5},
       {"manylinux_2_5_i686", "manylinux1_i686", "linux_i686"}},
      {{PlatformOs::linux_glibc, "armv8l", 2, 17},
       {"manylinux_2_17_armv7l", "manylinux2014_armv7l", "linux_armv7l"}},
      {{PlatformOs::linux_glibc, "riscv64", 2, 31}, {"manylinux_2_31_riscv64", "linux_riscv64"}},
      {{PlatformOs::linux_glibc, "mips", 2, 40}, {"linux_mips"}},
      {{PlatformOs::linux_musl, "x86_64", 1, 1},
       {"musllinux_1_1_x86_64", "musllinux_1_0_x86_64", "linux_x86_64"}},
      {{PlatformOs::windows, "AMD64", 0, 0}, {"win_amd64"}},
      {{PlatformOs::windows, "ARM64", 0, 0}, {"win_arm64"}},
      {{PlatformOs::windows, "x86", 0, 0}, {"win32"}},
      {{PlatformOs::android, "aarch64", 17, 0}, {"android_17_arm64_v8a", "android_16_arm64_v8a"}},
      {{PlatformOs::pyodide, "wasm32", 2025, 0},
       {"pyemscripten_2025_0_wasm32", "pyodide_2025_0_wasm32"}},
      {{PlatformOs::macos, "x86_64", 10, 4},
       {"macosx_10_4_x86_64", "macosx_10_4_intel", "macosx_10_4_fat64", "macosx_10_4_fat32",
        "macosx_10_4_universal2", "macosx_10_4_universal"}},
  }));
  CHECK(platform_tags(platform) == tags);
}

TEST_CASE("platform tags of long lists", "[platform]") {
  const auto linux_tags = platform_tags({PlatformOs::linux_glibc, "x86_64", 2, 28});
  CHECK(linux_tags.size() == 24 + 3 + 1);
  CHECK(linux_tags.front() == "manylinux_2_28_x86_64");
  CHECK(std::ranges::find(linux_tags, "manylinux2010_x86_64") -
            std::ranges::find(linux_tags, "manylinux_2_12_x86_64") ==
        1);
  const auto mac = platform_tags({PlatformOs::macos, "arm64", 13, 0});
  CHECK(mac.size() == 3 * 2 + 13);
  CHECK(mac[0] == "macosx_13_0_arm64");
  CHECK(mac[1] == "macosx_13_0_universal2");
  CHECK(mac.back() == "macosx_10_4_universal2");
  const auto phone = platform_tags({PlatformOs::ios, "arm64", 13, 1});
  CHECK(phone.size() == 2 + 10);
  CHECK(phone[0] == "ios_13_1_arm64_iphoneos");
  CHECK(phone.back() == "ios_12_0_arm64_iphoneos");
}

TEST_CASE("the platforms that uv has names for", "[platform]") {
  const auto [text, tag, sys_platform, machine] =
      GENERATE(table<std::string, std::string, std::string, std::string>({
          {"linux", "manylinux_2_28_x86_64", "linux", "x86_64"},
          {"macos", "macosx_13_0_arm64", "darwin", "arm64"},
          {"windows", "win_amd64", "win32", "AMD64"},
          {"x86_64-pc-windows-msvc", "win_amd64", "win32", "AMD64"},
          {"aarch64-pc-windows-msvc", "win_arm64", "win32", "ARM64"},
          {"i686-pc-windows-msvc", "win32", "win32", "x86"},
          {"x86_64-unknown-linux-gnu", "manylinux_2_28_x86_64", "linux", "x86_64"},
          {"aarch64-unknown-linux-gnu", "manylinux_2_28_aarch64", "linux", "aarch64"},
          {"aarch64-unknown-linux-musl", "musllinux_1_2_aarch64", "linux", "aarch64"},
          {"x86_64-unknown-linux-musl", "musllinux_1_2_x86_64", "linux", "x86_64"},
          {"riscv64-unknown-linux", "manylinux_2_39_riscv64", "linux", "riscv64"},
          {"aarch64-apple-darwin", "macosx_13_0_arm64", "darwin", "arm64"},
          {"x86_64-apple-darwin", "macosx_13_0_x86_64", "darwin", "x86_64"},
          {"x86_64-manylinux2014", "manylinux_2_17_x86_64", "linux", "x86_64"},
          {"manylinux2014_aarch64", "manylinux_2_17_aarch64", "linux", "aarch64"},
          {"x86_64-manylinux_2_40", "manylinux_2_40_x86_64", "linux", "x86_64"},
          {"manylinux_2_34_aarch64", "manylinux_2_34_aarch64", "linux", "aarch64"},
          {"aarch64-linux-android", "android_24_arm64_v8a", "android", "aarch64"},
          {"wasm32-pyodide2024", "pyemscripten_2024_0_wasm32", "emscripten", "wasm32"},
          {"arm64-apple-ios", "ios_13_0_arm64_iphoneos", "ios", "arm64"},
          {"x86_64-apple-ios-simulator", "ios_13_0_x86_64_iphonesimulator", "ios", "x86_64"},
      }));
  CAPTURE(text);
  const auto platform = Platform::parse_target(text);
  REQUIRE(platform);
  CHECK(platform_tags(*platform).front() == tag);
  MarkerEnvironment environment;
  environment.platform_release = "6.1";
  platform->describe_to(environment);
  CHECK(environment.sys_platform == sys_platform);
  CHECK(environment.platform_machine == machine);
  CHECK(environment.platform_release.empty());
  CHECK(environment.os_name == (sys_platform == "win32" ? "nt" : "posix"));
}

TEST_CASE("an unknown platform is refused with a way out", "[platform]") {
  const std::string text = GENERATE("", "beos", "x86_64-manylinux", "x86_64-manylinux_2_x",
                                    "manylinux_2_28_", "x86_64", "sparc-manylinux_2_28");
  const auto platform = Platform::parse_target(text);
  REQUIRE_FALSE(platform);
  CHECK(platform.error().message == "`" + text + "` is not a known platform");
  CHECK_FALSE(platform.error().hints.empty());
}
