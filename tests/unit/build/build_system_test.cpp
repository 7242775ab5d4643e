// SPDX-License-Identifier: MIT
#include "build/build_system.hpp"

#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {
namespace {

std::vector<std::string> names(const BuildSystem& system) {
  std::vector<std::string> texts;
  for (const Requirement& requirement : system.requirements)
    texts.push_back(requirement.to_string());
  return texts;
}

TEST_CASE("a tree without a build system is built with setuptools") {
  const TempTree tree;
  REQUIRE_FALSE(read_build_system(tree / "missing"));
  CHECK(read_build_system(tree / "missing").error().kind == ErrorKind::not_found);
  CHECK(read_build_system(tree.path()).error().code == ErrorCode::project);
  tree.write("setup.py", "");
  const auto legacy = read_build_system(tree.path());
  REQUIRE(legacy);
  CHECK(legacy->backend == "setuptools.build_meta:__legacy__");
  CHECK(names(*legacy) == std::vector<std::string>{"setuptools>=40.8.0"});
  CHECK_FALSE(legacy->is_stated);
  tree.write("pyproject.toml", "[build-system]\nrequires = [\"a>=1\", \"b\"]\n");
  const auto stated = read_build_system(tree.path());
  REQUIRE(stated);
  CHECK(stated->backend == "setuptools.build_meta:__legacy__");
  CHECK(names(*stated) == std::vector<std::string>{"a>=1", "b"});
  CHECK(stated->is_stated);
}

TEST_CASE("a backend in the tree, and paths that leave it") {
  const TempTree tree;
  tree.write("pyproject.toml",
             "[build-system]\nrequires = []\nbuild-backend = \"back.end:obj\"\n"
             "backend-path = [\"build\", \".\"]\n");
  const auto system = read_build_system(tree.path());
  REQUIRE(system);
  CHECK(system->backend_module() == "back.end");
  CHECK(system->backend_path == std::vector<std::string>{"build", "."});
  for (const char* path : {"..", "/abs", "build/../.."}) {
    CAPTURE(path);
    tree.write("pyproject.toml",
               std::string("[build-system]\nrequires = []\nbackend-path = [\"") + path + "\"]\n");
    const auto refused = read_build_system(tree.path());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::invalid_input);
  }
  for (const char* text : {"build-system = 1", "[build-system]\n", "[build-system]\nrequires = 1\n",
                           "[build-system]\nrequires = [\"a b\"]\n"}) {
    CAPTURE(text);
    tree.write("pyproject.toml", text);
    CHECK_FALSE(read_build_system(tree.path()));
  }
}

}  // namespace
}  // namespace axle::test
