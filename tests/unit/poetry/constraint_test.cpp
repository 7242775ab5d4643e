// SPDX-License-Identifier: MIT
#include "poetry/constraint.hpp"

#include <string>

#include "support/catch.hpp"

using namespace axle;

namespace {

std::string single(std::string_view text) {
  const auto constraint = PoetryConstraint::parse(text);
  if (!constraint) return "error: " + constraint.error().message;
  const auto specifiers = constraint->single();
  return specifiers ? specifiers->specifiers.to_string(",") : "no single list";
}

}  // namespace

TEST_CASE("a Poetry constraint in terms of PEP 440", "[poetry]") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"^1.2.3", ">=1.2.3,<2"},
      {"^1.2", ">=1.2,<2"},
      {"^1", ">=1,<2"},
      {"^0.2.3", ">=0.2.3,<0.3"},
      {"^0.0.3", ">=0.0.3,<0.0.4"},
      {"^0.0", ">=0.0,<0.1"},
      {"^0", ">=0,<1"},
      {"^1.2.3.4", ">=1.2.3.4,<2"},
      {"^2.0.0a1", ">=2.0.0a1,<3"},
      {"^1!0.5", ">=1!0.5,<1!0.6"},
      {"^2.5.0+cu124", ">=2.5.0,<3"},
      {"~1", ">=1,<2"},
      {"~1.2", ">=1.2,<1.3"},
      {"~1.2.3", ">=1.2.3,<1.3"},
      {"~2.0a1", ">=2.0a1,<2.1"},
      {"~=1.2", ">=1.2,<2"},
      {"~=1.2.3", ">=1.2.3,<1.3"},
      {"~=1", ">=1,<2"},
      {"~=1.2.3.4", ">=1.2.3.4,<1.2.4"},
      {"1.2.3", "==1.2.3"},
      {"=1.2.3", "==1.2.3"},
      {"== 1.2.3", "==1.2.3"},
      {"v1.2.3", "==1.2.3"},
      {"1.2-1", "==1.2.post1"},
      {"1.2+cpu", "==1.2+cpu"},
      {"1.2.*", "==1.2.*"},
      {"!=1.2.*", "!=1.2.*"},
      {">=1.*", ">=1"},
      {"<=1.*", "<=1"},
      {">1.2.*", ">1.2"},
      {"1.2.*.*", "==1.2.*"},
      {"<>1.2", "!=1.2"},
      {"*", ""},
      {"x", ""},
      {"*.*", ""},
      {">=1 <2", ">=1,<2"},
      {">=1,<2,", ">=1,<2"},
      {">=1 , <2", ">=1,<2"},
  }));
  CAPTURE(text);
  CHECK(single(text) == expected);
}

TEST_CASE("alternatives that touch, or lie whole series apart, are one list", "[poetry]") {
  CHECK(single("~1.2 || ~1.3") == ">=1.2,<1.4");
  CHECK(single("~1.3 | ~1.2") == ">=1.2,<1.4");
  CHECK(single("^1 || ^3") == ">=1,!=2.*,<4");
  CHECK(single("* || ^3") == "");
  CHECK(single("<1.20 || >=1.23") == "!=1.20.*,!=1.21.*,!=1.22.*");
  CHECK(single("~1.2.3.9 || 1.3.0.0") == ">=1.2.3.9,<=1.3.0.0");
  CHECK(single(">=3.1 || <2.0") == "!=2.*,!=3.0.*");
  CHECK(single("!=1.3,<2 || ^3") == "!=1.3,!=2.*,<4");
  CHECK(single("^1 || ^300") == "no single list");
  CHECK(single("^1 || ^2!3") == "no single list");
}

TEST_CASE("in gaps that no list can say, series are excluded one by one", "[poetry]") {
  struct Row {
    std::string text;
    std::vector<std::string> in, out;
  };
  const Row row = GENERATE(
      Row{"0.0.1|0.0.3", {"0.0.1", "0.0.3"}, {"0.0.1.post1", "0.0.1.1", "0.0.2", "0.0.2.5", "0.1"}},
      Row{"~1.2 || ~2.0", {"1.2.9", "2.0.3"}, {"1.3", "1.3.7", "1.99.1", "2.1"}},
      Row{"1.2.0 || ^0.1", {"0.1.5", "1.2.0"}, {"0.2", "0.99", "1.0.1", "1.1", "1.2.1"}},
      Row{">=1.0,<1.5.3 || >=3.2",
          {"1.5.2", "3.2", "4"},
          {"1.5.3", "1.6", "2.9.9", "3.1.9", "0.9"}},
      Row{"<2 || >3", {"1.9", "3.0.1"}, {"2.0", "2.7", "3"}},
      Row{"~1.0 || ~1.2 || ~2.1", {"1.0.1", "1.2.3", "2.1"}, {"1.1", "1.3", "2.0.5", "2.2"}},
      Row{"1.2.* || 0.9.*", {"0.9.1", "1.2.5"}, {"0.8", "0.10", "1.0", "1.1.7", "1.3"}},
      Row{"1.0 || 1.0.post1", {"1.0", "1.0.post1"}, {"1.0.post0", "1.0.1"}},
      Row{"1.0 || 1.0.5", {"1.0", "1.0.5"}, {"1.0.4", "1.0.post1", "1.0.6"}},
      Row{"3.0 || ^1!0.5", {"3.0", "1!0.5.2"}, {"2.9", "3.0.1", "3.7", "4.1", "1!0.4", "1!0.6"}},
      Row{"2.* || >=2024.1", {"2.30", "2024.1"}, {"3.0", "19.4", "99.1", "2023.12", "2024.0"}},
      Row{"1.0 || 3.0", {"1.0", "3.0"}, {"1.0.1", "1.0.post1", "1.1", "2.5", "3.0.1"}});
  CAPTURE(row.text);
  const auto constraint = PoetryConstraint::parse(row.text);
  REQUIRE(constraint);
  const auto list = constraint->single();
  REQUIRE(list);
  CHECK_FALSE(list->is_exact);
  CAPTURE(list->specifiers.to_string(","));
  for (const std::string& version : row.in) {
    CAPTURE(version);
    CHECK(list->specifiers.contains(*Version::parse(version), true));
    CHECK(constraint->range().contains(*Version::parse(version)));
  }
  for (const std::string& version : row.out) {
    CAPTURE(version);
    CHECK_FALSE(list->specifiers.contains(*Version::parse(version), true));
    CHECK_FALSE(constraint->range().contains(*Version::parse(version)));
  }
}

TEST_CASE("the range of a constraint is that of its alternatives, its hull has the gaps too",
          "[poetry]") {
  const auto constraint = PoetryConstraint::parse("0.0.1 || ~1.2");
  REQUIRE(constraint);
  const VersionRange range = constraint->range();
  CHECK(range.contains(*Version::parse("0.0.1")));
  CHECK(range.contains(*Version::parse("1.2.9")));
  CHECK_FALSE(range.contains(*Version::parse("0.9")));
  CHECK(VersionRange::from(constraint->hull()).contains(*Version::parse("0.9")));
  CHECK_FALSE(VersionRange::from(constraint->hull()).contains(*Version::parse("1.3")));
}

TEST_CASE("what is no constraint is refused, with the text", "[poetry]") {
  const std::string text =
      GENERATE("", "latest", "=>1", "^1.*", "~1.2.*", "^1.x", "1.x", "===1.2", "1.2 - 1.4",
               ">=1 ||", "|| 1", ">=", "^", ">1,>=", ",>=1", ">=1,,<2", ">=1 , , <2", "==*", ">=*");
  CAPTURE(text);
  const auto constraint = PoetryConstraint::parse(text);
  REQUIRE_FALSE(constraint);
  CHECK(constraint.error().kind == ErrorKind::invalid_input);
  CHECK_FALSE(constraint.error().hints.empty());
}
