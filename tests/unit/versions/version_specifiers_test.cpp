// SPDX-License-Identifier: MIT
#include "axle/versions/version_specifiers.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace axle;

namespace {
VersionSpecifiers specifiers(std::string_view text) {
  return VersionSpecifiers::parse(text).value();
}
Version v(std::string_view text) { return Version::parse(text).value(); }
}  // namespace

TEST_CASE("a specifier contains", "[specifiers]") {  // PEP 440, "Version specifiers"
  const auto [text, inside, outside] =
      GENERATE(table<std::string, std::vector<std::string>, std::vector<std::string>>({
          {"==1.0", {"1", "1.0.0", "1.0+cpu"}, {"1.0.post1", "1.0rc1", "1.0.1"}},
          {"==1.0+cpu", {"1.0.0+cpu"}, {"1.0", "1.0+cu124"}},
          {"!=1.0", {"1.0.1", "1.0rc1"}, {"1.0", "1.0+cpu"}},
          {"!=1.0+cpu", {"1.0", "1.0+cu124"}, {"1.0+cpu"}},
          {"==1.1.*", {"1.1", "1.1.9", "1.1rc1", "1.1.post1+l"}, {"1", "1.10", "1!1.1"}},
          {"!=1.1.*", {"1", "1.2"}, {"1.1", "1.1.0.dev1"}},
          {"==1.0.*", {"1", "1.0.5"}, {"1.1"}},
          {"~=2.2", {"2.2", "2.3", "2.2.post3", "2.9+l"}, {"2.2rc1", "3.0", "3.0.dev1", "2.1"}},
          {"~=2.2.0", {"2.2", "2.2.1"}, {"2.3"}},
          {"~=2.2.post3", {"2.2.post3", "2.3"}, {"2.2", "2.2.post2", "3"}},
          {"~=1!2.2", {"1!2.3"}, {"2.3", "1!3"}},
          {"<=1.0", {"1.0", "1.0+cpu", "1.0rc1"}, {"1.0.post1"}},
          {">=1.0", {"1.0", "1.0+cpu", "1.0.post1"}, {"1.0rc1"}},
          {">=1.0.dev1", {"1.0rc1", "1.0.dev1"}, {"1.0.dev0"}},
          {"<1.0", {"0.9", "0.9.post1", "0.9rc1"}, {"1.0", "1.0rc1", "1.0.dev0", "1.0a1.post1"}},
          {"<1.0rc1", {"1.0b2", "1.0.dev0"}, {"1.0rc1", "1.0"}},
          {"<1.0.post1", {"1.0", "1.0a1", "1.0.post0.dev0"}, {"1.0.post1.dev0", "1.0.post1"}},
          {">1.0", {"1.0.1", "1.1rc1", "1.0.1.post1"}, {"1.0.post1", "1.0+cpu", "1.0"}},
          {">1.0.post1", {"1.0.post2", "1.0.post2.dev0"}, {"1.0.post1", "1.0.post1+l"}},
          {">1.0a1", {"1.0a2", "1.0", "1.0.post0", "1.0a2.post0"}, {"1.0a1.post0", "1.0a1"}},
          {">1.0.dev1", {"1.0.dev2", "1.0", "1.0.post1"}, {"1.0.dev1", "1.0.dev1+l"}},
          {"===1.0", {"1.0"}, {"1.0+cpu", "1.0.1"}},
          {"===1.0+cpu", {"1.0+cpu"}, {"1.0"}},
          {"===something", {}, {"1.0"}},
          {">=1,<2,!=1.5", {"1", "1.6"}, {"2", "1.5", "1.5+l"}},
          {"", {"1.0"}, {}},
      }));
  CAPTURE(text);
  for (const std::string& version : inside) {
    CAPTURE(version);
    CHECK(specifiers(text).contains(v(version), true));
  }
  for (const std::string& version : outside) {
    CAPTURE(version);
    CHECK_FALSE(specifiers(text).contains(v(version), true));
  }
}

TEST_CASE("pre-releases are taken when asked for", "[specifiers]") {
  CHECK_FALSE(specifiers(">=1").contains(v("2rc1"), std::nullopt));
  CHECK(specifiers(">=1").contains(v("2rc1"), true));
  CHECK(specifiers(">=1rc1").contains(v("2rc1"), std::nullopt));
  CHECK_FALSE(specifiers(">=1rc1").contains(v("2rc1"), false));
  CHECK_FALSE(specifiers(">=1,!=2rc2").contains(v("2rc1"), std::nullopt));

  const std::vector<Version> mixed = {v("1"), v("2rc1"), v("3")};
  CHECK(specifiers(">=1").filter(mixed, std::nullopt) == std::vector<std::size_t>{0, 2});
  CHECK(specifiers(">=1").filter(mixed, true) == std::vector<std::size_t>{0, 1, 2});
  CHECK(specifiers("<3,>1").filter(mixed, std::nullopt) == std::vector<std::size_t>{1});
  CHECK(specifiers("<3,>1").filter(mixed, false).empty());
}

TEST_CASE("specifiers print sorted by version and operator", "[specifiers]") {
  const auto [text, normal] = GENERATE(table<std::string, std::string>({
      {"<4, >=3.11", ">=3.11,<4"},
      {">=1.0, <2 ,!=1.5.*", ">=1.0,!=1.5.*,<2"},
      {">=1,==1,!=1,<1,~=1.0", "==1,!=1,~=1.0,<1,>=1"},
      {" ==V1.0-RC1 ", "==1.0rc1"},
      {"=== weird", "===weird"},
      {"", ""},
  }));
  CAPTURE(text);
  CHECK(specifiers(text).to_string(",") == normal);
  CHECK(specifiers(normal) == specifiers(text));
}

TEST_CASE("lists are ordered by operator, then version", "[specifiers]") {
  const auto list = [](const char* text) { return *VersionSpecifiers::parse(text); };
  CHECK(list("<4") < list(">=3"));
  CHECK(list("==2") < list("<1"));
  CHECK(list("<1,>=2") < list("<2"));
  CHECK(list("==2.0") == list("==2.0.0"));
  CHECK(list("~=2.0") != list("~=2.0.0"));
}

TEST_CASE("text that is not a specifier is refused, with the reason", "[specifiers]") {
  const auto [text, reason] = GENERATE(table<std::string, std::string>({
      {"1.0", "begins with none of"},
      {"=>1.0", "begins with none of"},
      {">=1.*", "`.*` goes only with"},
      {"~=1", "at least two numbers"},
      {">=1+cpu", "a local version goes only with"},
      {">=1.0 2.0", "is not a version"},
      {"==1.0a1.*", "is not a version"},
      {"===", "wants a version"},
      {">=", "is not a version"},
  }));
  CAPTURE(text);
  const auto parsed = VersionSpecifiers::parse(text);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().message.find(reason) != std::string::npos);
  CHECK(parsed.error().message.find("`" + text + "`") != std::string::npos);
}

TEST_CASE("a list of too many clauses is refused", "[specifiers]") {
  std::string text = ">=1";
  for (int i = 0; i < 1000; ++i) text += ",!=2";
  CHECK_FALSE(VersionSpecifiers::parse(text));
}

TEST_CASE("two lists make one", "[specifiers]") {
  CHECK(specifiers(">=1").and_also(specifiers("<2,!=1.5")) == specifiers(">=1,!=1.5,<2"));
  CHECK(specifiers(">=1") < specifiers(">=1,<2"));
}
