// SPDX-License-Identifier: MIT
#include "axle/versions/package_name.hpp"

#include <string>
#include <type_traits>

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("names have one normal form", "[name]") {  // PEP 503
  const auto [written, normal] = GENERATE(table<std::string, std::string>({
      {"Friendly-Bard", "friendly-bard"},
      {"FRIENDLY.BARD", "friendly-bard"},
      {"friendly_.-_bard", "friendly-bard"},
      {"a", "a"},
      {"3", "3"},
  }));
  CHECK(PackageName::parse(written).value().text() == normal);
}

TEST_CASE("text that is not a name is refused", "[name]") {
  // Without `as`, Catch2 2 would take the first literal's type and read the strings as if they were
  // literals.
  const std::string text =
      GENERATE(as<std::string>{}, "", "-a", "a-", "_", "a b", "bár", "a/b", "a[b]", "a\n", "a+b",
               std::string(1001, 'a'), std::string("a\0b", 3));
  const auto name = PackageName::parse(text);
  REQUIRE_FALSE(name);
  CHECK(name.error().kind == ErrorKind::invalid_input);
  CHECK(name.error().message.size() < 200);
}

TEST_CASE("names of files may be stranger than names", "[name]") {
  CHECK(PackageName::parse_of_file("qcodes_").value().text() == "qcodes-");
  CHECK(PackageName::parse_of_file("Foo_bár").value().text() == "foo-bár");
  CHECK_FALSE(PackageName::parse_of_file("a/b"));
  CHECK_FALSE(PackageName::parse_of_file("../x"));
  CHECK_FALSE(PackageName::parse_of_file("a\xff"));
}

TEST_CASE("the kinds of names are different types and say which they are", "[name]") {
  STATIC_REQUIRE_FALSE(std::is_convertible_v<ExtraName, PackageName>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<GroupName, ExtraName>);
  CHECK(ExtraName::parse("-").error().message == "`-` is not a valid extra name");
  CHECK(GroupName::parse("-").error().message == "`-` is not a valid group name");
}
