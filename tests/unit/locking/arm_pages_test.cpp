// SPDX-License-Identifier: MIT
#include "locking/arm_pages.hpp"

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("plain wheels of a folder in common are nobody's own", "[arms]") {
  const std::string index = "https://download.example/whl/cu126";
  // A local version names the build, wherever the file lies.
  CHECK(is_own_file("https://files.example/whl/cu126/torch-2.9.1%2Bcu126.whl", true, index));
  CHECK(is_own_file("https://files.example/any/torch-2.9.1%2Bcu126.whl", true, index));
  // Without one, the folder says it: on the index's host or on another.
  CHECK(is_own_file("https://download.example/whl/cu126/torch-2.9.1.whl", false, index));
  CHECK(is_own_file("https://r2.example/whl/cu126/torch-2.9.1.whl", false, index + "/"));
  CHECK(is_own_file("https://mirror.example/repo/cu126/files/torch-2.9.1.whl", false, index));
  CHECK_FALSE(is_own_file("https://download.example/whl/torch-2.0.1.whl", false, index));
  CHECK_FALSE(is_own_file("https://download.example/whl/cu1260/torch-2.0.1.whl", false, index));
}

TEST_CASE("the platforms of a release, or of any", "[arms]") {
  const Version old = *Version::parse("2.8.0"), fresh = *Version::parse("2.9.1");
  const Version none = *Version::parse("1.0");
  const ArmPackage package{
      .own = {}, .listed = {{old, {"linux-x86_64", "windows-x86_64"}}, {fresh, {"linux-x86_64"}}}};
  CHECK(package.platforms(&fresh) == std::set<std::string>{"linux-x86_64"});
  CHECK(package.platforms(&none).empty());
  CHECK(package.platforms(nullptr) == std::set<std::string>{"linux-x86_64", "windows-x86_64"});
}
