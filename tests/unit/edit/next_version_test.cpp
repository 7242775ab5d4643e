// SPDX-License-Identifier: MIT
#include "edit/next_version.hpp"

#include "support/catch.hpp"

namespace axle {
namespace {

Result<Version> bumped(std::string_view version, std::initializer_list<const char*> texts) {
  std::vector<VersionBump> bumps;
  for (const char* text : texts) bumps.push_back(*VersionBump::parse(text));
  return next_version(*Version::parse(version), bumps);
}

std::string result(std::string_view version, std::initializer_list<const char*> texts) {
  const auto next = bumped(version, texts);
  return next ? next->to_string() : next.error().message;
}

TEST_CASE("a release number rises and what is behind it goes") {
  CHECK(result("1", {"patch"}) == "1.0.1");
  CHECK(result("1.2.3.4", {"patch"}) == "1.2.4.0");
  CHECK(result("1!2.0.1", {"minor"}) == "1!2.1.0");
  CHECK(result("2024.1.post1", {"patch"}) == "2024.1.1");
  CHECK(result("1.0+local", {"minor"}) == "1.1+local");
  CHECK(result("1.0rc2", {"patch"}) == "1.0.1");
  CHECK(result("1.2.3", {"minor=5"}) == "1.5.0");
}

TEST_CASE("pre-, post- and developmental releases") {
  CHECK(result("1.2.3", {"patch", "alpha"}) == "1.2.4a1");
  CHECK(result("1.2.3", {"dev=42", "minor"}) == "1.3.0.dev42");
  CHECK(result("1.2.3a1", {"alpha"}) == "1.2.3a2");
  CHECK(result("1.2.3a1.post1", {"rc"}) == "1.2.3rc1");
  CHECK(result("1.2.3.dev4", {"beta"}) == "1.2.3b1");
  CHECK(result("1.2.3a1.dev2", {"dev"}) == "1.2.3a1.dev3");
  CHECK(result("1.2.3a1", {"post"}) == "1.2.3a1.post1");
  CHECK(result("1.2.3.post2", {"post"}) == "1.2.3.post3");
  CHECK(result("1.2.3b2.dev1", {"stable"}) == "1.2.3");
}

TEST_CASE("a version that would not rise is refused with what to do") {
  CHECK(result("1.2.3", {"alpha"}).find("`--bump <major|minor|patch>`") != std::string::npos);
  CHECK(result("1.2.3b1", {"dev"}).find("alpha|beta|rc") != std::string::npos);
  CHECK(result("1.2.3rc1", {"beta"}).find("exact version") != std::string::npos);
  CHECK(result("1.2.3.post2", {"stable"}).find("exact version") != std::string::npos);
}

TEST_CASE("steps that do not go together are refused") {
  CHECK_FALSE(bumped("1", {"patch", "minor"}));
  CHECK_FALSE(bumped("1", {"alpha", "dev"}));
  CHECK_FALSE(bumped("1", {"stable", "patch"}));
  CHECK_FALSE(bumped("1", {"post", "minor"}));
  for (const char* text : {"", "foo", "patch=x", "patch=", "stable=1", "minor=-1"})
    CHECK_FALSE(VersionBump::parse(text));
}

}  // namespace
}  // namespace axle
