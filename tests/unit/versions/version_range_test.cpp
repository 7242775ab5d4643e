// SPDX-License-Identifier: MIT
#include "axle/versions/version_range.hpp"

#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace axle;

namespace {
Version v(std::string_view text) { return Version::parse(text).value(); }
VersionRange range(std::string_view text) {
  return VersionRange::from(VersionSpecifiers::parse(text).value());
}
VersionRange releases(std::string_view text, bool trim) {
  return VersionRange::of_releases(VersionSpecifiers::parse(text).value(), trim);
}
}  // namespace

TEST_CASE("ranges are told apart by the versions in them", "[range]") {
  CHECK(range(">1.0a1") == range(">=1.0a2.dev0"));
  CHECK(range(">1.0.post0") == range(">=1.0.post1.dev0"));
  CHECK(range("<=1.0") == range("<1.0.post0.dev0"));
  CHECK(range("<1.0") == range("<1.0.dev0"));
  CHECK(range("==1.0") == range(">=1.0,<1.0.post0.dev0"));
  CHECK(range("~=1.2") == range(">=1.2,<2.dev0"));
  CHECK(range("==1.2.*") == range(">=1.2.dev0,<1.3.dev0"));
  CHECK(range(">=0.dev0") == VersionRange::full());
  CHECK(range("<0.dev0") == VersionRange::empty());
  CHECK(range("==1.0") != range(">=1.0,<=1.0.post0"));
  CHECK(range("==1.0") != VersionRange::singleton(v("1.0")));
  CHECK(range(">1.0") != range(">=1.0.post0"));
  CHECK(range(">1") != range(">=1"));
}

TEST_CASE("a bound may lie between versions", "[range]") {
  const auto [text, inside, outside] =
      GENERATE(table<std::string, std::vector<std::string>, std::vector<std::string>>({
          {"==1.0", {"1.0", "1.0+z"}, {"1.0.post0.dev0", "1.0rc9"}},
          {">1.0", {"1.0.0.1.dev0"}, {"1.0", "1.0+z", "1.0.post99"}},
          {">1.0a1", {"1.0a2.dev0", "1.0.post0"}, {"1.0a1.post9", "1.0a1+z"}},
          {"<1.0", {"0.9.post1"}, {"1.0.dev0", "1.0a1"}},
          {"<1.0.post1", {"1.0.post0", "1.0a1"}, {"1.0.post1.dev0"}},
          {"!=1.0", {"1.0.post0.dev0", "1.0rc9"}, {"1.0", "1.0+z"}},
          {"!=1.0+z", {"1.0", "1.0+y"}, {"1.0+z"}},
          {"==1!2.*", {"1!2.5"}, {"2.5", "1!3.dev0"}},
          {"~=18446744073709551615.0", {"18446744073709551615.1"}, {"1!0", "1"}},
          {"==1.18446744073709551615.*", {"1.18446744073709551615.3"}, {"2.dev0", "1.2"}},
      }));
  CAPTURE(text);
  for (const std::string& version : inside) {
    CAPTURE(version);
    CHECK(range(text).contains(v(version)));
  }
  for (const std::string& version : outside) {
    CAPTURE(version);
    CHECK_FALSE(range(text).contains(v(version)));
  }
}

TEST_CASE("bounds of versions as long as may be are made without loss", "[range]") {
  std::string longest = "1";
  while (longest.size() < 1990) longest += ".1";
  CHECK(range("==" + longest + ".*").contains(v(longest + ".5")));
  CHECK(range("<" + longest + ".post18446744073709551614").contains(v(longest)));
  CHECK_FALSE(range(">1.dev18446744073709551614").contains(v("1.dev18446744073709551614")));
  CHECK(range(">1.dev18446744073709551614").contains(v("1")));
}

TEST_CASE("singletons", "[range]") {
  CHECK(range("==1.0").is_singleton_constraint());
  CHECK(range("==1.0+cpu").is_singleton_constraint());
  CHECK(range("==1.0").unite(range("==2.0")).is_singleton_constraint());
  CHECK_FALSE(range(">=1.0").is_singleton_constraint());
  CHECK_FALSE(range("==1.0.*").is_singleton_constraint());
  CHECK_FALSE(VersionRange::empty().is_singleton_constraint());
  CHECK(range("==1.0+cpu").as_singleton() == v("1.0+cpu"));
  CHECK_FALSE(range("==1.0").as_singleton());
}

TEST_CASE("ranges of releases", "[range]") {
  CHECK(releases(">=3.12.0", true).segments()[0].lower.value.to_string() == "3.12");
  CHECK(releases(">=3.12.0", false).segments()[0].lower.value.to_string() == "3.12.0");
  CHECK(releases(">=3.13rc1", false).contains(v("3.13")));
  CHECK_FALSE(releases(">3.12", false).contains(v("3.12")));
  CHECK(releases(">3.12", false).contains(v("3.12.1")));
  CHECK(releases("==3.12.*", true) == releases(">=3.12,<3.13", true));
  CHECK(releases("~=3.12", true) == releases(">=3.12,<4", true));
  CHECK(releases("!=3.12.*", false) == releases("==3.12.*", false).complement());
}

TEST_CASE("ranges are shown as specifiers", "[range]") {
  const auto [text, shown] = GENERATE(table<std::string, std::string>({
      {"==1.0", "==1.0"},
      {"==1.0+cpu", "==1.0+cpu"},
      {">=1,<2", ">=1,<2"},
      {">1,<=2", ">1,<=2"},
      {"!=1.5", "<1.5 | >1.5"},
      {"", "*"},
      {"<1,>2", "∅"},
      {"==1.*", ">=1.dev0,<2.dev0"},
  }));
  CHECK(range(text).to_string() == shown);
}

TEST_CASE("the gap around a version", "[range]") {
  const std::vector<Version> known = {v("1"), v("2"), v("3")};
  CHECK(VersionRange::gap_around(v("2"), known) ==
        VersionRange::of(Bound<Version>::excluded(v("1")), Bound<Version>::excluded(v("3"))));
  CHECK(VersionRange::gap_around(v("1"), known) ==
        VersionRange::of(Bound<Version>::unbounded(), Bound<Version>::excluded(v("2"))));
  CHECK(VersionRange::gap_around(v("9"), {}).is_full());
}

TEST_CASE("a bound taken apart", "[range]") {
  using Kind = VersionRange::Place::Kind;
  const auto place = [](std::string_view text) {
    const auto segment = range(text).segments()[0];
    return VersionRange::describe(segment.upper.is_unbounded() ? segment.lower.value
                                                               : segment.upper.value);
  };
  CHECK(place("==1.0").kind == Kind::after_locals);
  CHECK(place("<1.0").kind == Kind::before_all);
  CHECK(place(">1.0").kind == Kind::after_all);
  CHECK(place(">=1.0").kind == Kind::version);
  CHECK(place("<1.0").version == v("1.0"));
  CHECK(VersionRange::after_locals_of(v("1.0+cpu")) > v("1.0+zzz"));
  CHECK(VersionRange::after_locals_of(v("1.0")) < v("1.0.post0.dev0"));
}
