// SPDX-License-Identifier: MIT
#include "project/env_file.hpp"

#include "support/catch.hpp"

namespace axle {
namespace {

using Variables = std::map<std::string, std::string>;

Variables read_env(std::string_view text, const Variables& process = {}) {
  Variables variables;
  CHECK_FALSE(read_env_text(text, Environment::of(process), variables));
  return variables;
}

TEST_CASE("names, quotes and comments of an env file") {
  CHECK(read_env("A=a#b # words\n\n export B='$A # x'\nC=\"a b\\n\\\"c\\\"\"\nD=\nE=x\\ y") ==
        Variables{{"A", "a#b"}, {"B", "$A # x"}, {"C", "a b\n\"c\""}, {"D", ""}, {"E", "x y"}});
  CHECK(read_env("A=one\r\nB=\"two\nlines\"\r\n") == Variables{{"A", "one"}, {"B", "two\nlines"}});
}

TEST_CASE("variables in an env file are those of the process, then of the file") {
  CHECK(read_env("A=1\nB=${A}-$A.\nC=\"$HOME${NONE}\"\n", {{"HOME", "/h"}}) ==
        Variables{{"A", "1"}, {"B", "1-1."}, {"C", "/h"}});
  CHECK(read_env("A=1\nB=$A\n", {{"A", "theirs"}}) == Variables{{"B", "theirs"}});
}

TEST_CASE("a line that cannot be read ends the file") {
  for (const char* line :
       {"A", "=1", "1A=2", "A=a b", "A='x", "A=\"x", "A=\\q", "A=${B", "A B=1"}) {
    Variables variables;
    const std::string text = std::string("X=1\n") + line + "\nY=2\n";
    CHECK(read_env_text(text, Environment::of({}), variables) == 2U);
    CHECK(variables == Variables{{"X", "1"}});
  }
}

}  // namespace
}  // namespace axle
