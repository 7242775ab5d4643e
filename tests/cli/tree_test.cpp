// SPDX-License-Identifier: MIT
// What `axle tree` shows beside the tree itself.
#include "cli/expect.hpp"

namespace axle::test {
namespace {

TEST_CASE("a tree shows what is older than it need be, and sizes") {
  FakeIndex index{
      "[simple]\nalpha 1.0\nalpha 2.0\nalpha 3.0a1\nalpha 2.5 python=>=3.30\nbeta 1.0 : alpha<2\n"};
  AxleRun axle;
  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"0.1.0\"\nrequires-python = \">=3.9\"\n"
             "dependencies = [\"beta\"]\n");
  axle.write("uv.toml", fmt::format("index-url = \"{}\"\n", index.url()));
  const AxleResult plain = axle("tree");
  expect_exit(plain, 0);
  CHECK(plain.out == "demo v0.1.0\n└── beta v1.0\n    └── alpha v1.0\n");
  const AxleResult outdated = axle("tree --outdated");
  expect_exit(outdated, 0);
  CHECK(outdated.out == "demo v0.1.0\n└── beta v1.0\n    └── alpha v1.0 (latest: v2.0)\n");
  const std::string sizes = axle("tree --show-sizes").out;
  INFO(sizes);
  CHECK((sizes.find("alpha v1.0 (") != std::string::npos && sizes.find("B)") != std::string::npos));
  CHECK(sizes.starts_with("demo v0.1.0\n"));
}

}  // namespace
}  // namespace axle::test
