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
  return specifiers ? specifiers->to_string(",") : "no single list";
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
      {"1.2.3", "==1.2.3"},
      {"=1.2.3", "==1.2.3"},
      {"== 1.2.3", "==1.2.3"},
      {"v1.2.3", "==1.2.3"},
      {"1.2-1", "==1.2.post1"},
      {"1.2+cpu", "==1.2+cpu"},
      {"1.2.*", "==1.2.*"},
      {"!=1.2.*", "!=1.2.*"},
      {">=1.*", ">=1"},
      {"<=1.*", "<2"},
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
  CHECK(single("0.0.1|0.0.3") == "no single list");
  CHECK(single("~1.2 || ~2.0") == "no single list");
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
  const std::string text = GENERATE("", "latest", "=>1", "^1.*", "~1.2.*", "^1.x", "1.x", "===1.2",
                                    "1.2 - 1.4", ">=1 ||", "|| 1", ">=", "^", ">1,>=");
  CAPTURE(text);
  const auto constraint = PoetryConstraint::parse(text);
  REQUIRE_FALSE(constraint);
  CHECK(constraint.error().kind == ErrorKind::invalid_input);
  CHECK_FALSE(constraint.error().hints.empty());
}
