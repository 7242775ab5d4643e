// SPDX-License-Identifier: MIT
#include "poetry/python_constraint.hpp"

#include <string>

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("a Python constraint as a marker and as requires-python", "[poetry]") {
  const auto [text, marker, specifiers] = GENERATE(table<std::string, std::string, std::string>({
      {"^3.10", "python_version >= '3.10' and python_version < '4.0'", ">=3.10,<4"},
      {"~3.10", "python_version == '3.10'", ">=3.10,<3.11"},
      {"3.10", "python_version == '3.10'", "==3.10.*"},
      {"3.10.*", "python_version == '3.10'", "==3.10.*"},
      {"3.*", "python_version >= '3' and python_version < '4'", "==3.*"},
      {">=3.8,<3.11", "python_version >= '3.8' and python_version < '3.11'", ">=3.8,<3.11"},
      {">=3.9.2", "python_full_version >= '3.9.2'", ">=3.9.2"},
      {"~3.9.2", "python_full_version >= '3.9.2' and python_full_version < '3.10'",
       ">=3.9.2,<3.10"},
      {"3.10.4", "python_full_version == '3.10.4'", "==3.10.4"},
      {"!=3.10.*", "python_version < '3.10' or python_version >= '3.11'", "!=3.10.*"},
      {">3.10", "python_full_version > '3.10.0'", ">3.10"},
      {"<=3.10", "python_full_version <= '3.10.0'", "<=3.10"},
      {"!=3.10", "python_full_version != '3.10.0'", "!=3.10"},
      {"~3.9 || ^3.12",
       "python_version == '3.9' or (python_version >= '3.12' and python_version < '4.0')",
       ">=3.9,<4"},
      {"3.9 || 3.11", "python_version == '3.9' or python_version == '3.11'", ">=3.9,<3.12"},
      {"3", "python_version == '3'", "==3.*"},
  }));
  CAPTURE(text);
  const auto constraint = PythonConstraint::parse(text);
  REQUIRE(constraint);
  CHECK(constraint->marker() == *Marker::parse(marker));
  CHECK(constraint->specifiers().to_string(",") == specifiers);
}

TEST_CASE("any Python is no marker", "[poetry]") {
  const auto constraint = PythonConstraint::parse("*");
  REQUIRE(constraint);
  CHECK(constraint->marker().is_always());
  CHECK(constraint->specifiers().empty());
}

TEST_CASE("ranges of Python 2 are left out where there are others", "[poetry]") {
  auto constraint = PythonConstraint::parse("~2.7 || ^3.9");
  REQUIRE(constraint);
  CHECK(constraint->leave_out_python_2());
  CHECK(constraint->specifiers().to_string(",") == ">=3.9,<4");
  CHECK_FALSE(constraint->leave_out_python_2());
  auto only = PythonConstraint::parse("~2.7");
  REQUIRE(only);
  CHECK_FALSE(only->leave_out_python_2());
}
