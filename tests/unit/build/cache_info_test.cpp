// SPDX-License-Identifier: MIT
#include "build/cache_info.hpp"

#include <cstdlib>

#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {
namespace {

std::string info(const TempTree& tree) {
  const auto text = cache_info_of(tree.path());
  REQUIRE(text);
  return *text;
}

TEST_CASE("without cache-keys the project's files and the folder src count") {
  const TempTree tree;
  tree.write("pyproject.toml", "[project]\nname = \"a\"\n");
  const std::string first = info(tree);
  tree.write("module.py", "x = 1\n");
  CHECK(same_cache_info(first, info(tree)));
  tree.write("setup.cfg", "\n");
  const std::string second = info(tree);
  CHECK_FALSE(same_cache_info(first, second));
  tree.write("src/a.py", "");
  CHECK_FALSE(same_cache_info(second, info(tree)));
  CHECK(same_cache_info(info(tree), info(tree)));
}

TEST_CASE("cache-keys replace them: files by pattern, folders, variables") {
  const TempTree tree;
  tree.write("pyproject.toml",
             "[tool.uv]\ncache-keys = [\"one.txt\", { file = \"data/*.csv\" }, { dir = \"made\" }, "
             "{ env = \"AXLE_TEST_KEY\" }]\n");
  const std::string first = info(tree);
  tree.write("setup.cfg", "\n");
  tree.write("data/a.txt", "\n");
  CHECK(same_cache_info(first, info(tree)));
  tree.write("data/a.csv", "\n");
  const std::string second = info(tree);
  CHECK_FALSE(same_cache_info(first, second));
  tree.write("made/x", "\n");
  const std::string third = info(tree);
  CHECK_FALSE(same_cache_info(second, third));
  ::setenv("AXLE_TEST_KEY", "1", 1);
  const std::string fourth = info(tree);
  ::unsetenv("AXLE_TEST_KEY");
  CHECK_FALSE(same_cache_info(third, fourth));
  CHECK(same_cache_info(third, info(tree)));
}

TEST_CASE("cache-keys that are none, or lead out of the tree") {
  const TempTree tree;
  for (const char* keys : {"1", "[1]", "[{}]", "[{ file = \"../*.c\" }]", "[{ dir = \"/etc\" }]"}) {
    CAPTURE(keys);
    tree.write("pyproject.toml", std::string("[tool.uv]\ncache-keys = ") + keys + "\n");
    const auto refused = cache_info_of(tree.path());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::invalid_input);
  }
}

TEST_CASE("the order of what uv wrote does not matter") {
  CHECK(same_cache_info(R"({"a":1,"b":{"c":null}})", R"({"b":{"c":null},"a":1})"));
  CHECK_FALSE(same_cache_info("", ""));
  CHECK_FALSE(same_cache_info("{}", "[]"));
}

}  // namespace
}  // namespace axle::test
