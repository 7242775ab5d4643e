// SPDX-License-Identifier: MIT
#include "poetry/poetry_lock.hpp"

#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;

TEST_CASE("a poetry.lock gives versions and commits, and leaves out what it cannot read") {
  const test::TempTree tree;
  const auto file = tree.write("poetry.lock", R"([[package]]
name = "Alpha_One"
version = "1.2"
[[package]]
name = "alpha-one"
version = "1.3"
[[package]]
name = "tool"
version = "0.1"
[package.source]
type = "git"
url = "https://git.invalid/tool"
reference = "HEAD"
resolved_reference = "aaaa"
[[package]]
name = "odd"
version = "latest"
[metadata]
lock-version = "2.1"
)");
  const auto packages = read_poetry_lock(file);
  REQUIRE(packages);
  REQUIRE(packages->size() == 3);
  CHECK((*packages)[0].name.text() == "alpha-one");
  CHECK((*packages)[1].version.to_string() == "1.3");
  REQUIRE((*packages)[2].commit);
  CHECK((*packages)[2].commit->reference.empty());
  CHECK((*packages)[2].commit->commit == "aaaa");
  CHECK_FALSE(read_poetry_lock(tree.write("broken.lock", "[[package")));
}
