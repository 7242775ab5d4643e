// SPDX-License-Identifier: MIT
#include "cli/expect.hpp"

namespace axle::test {
namespace {

// Each index has a build of its own, so that the version tells which one was asked.
constexpr std::string_view index_choice_universe = R"(
  [project]
  lib 1.0+project
  [line]
  lib 1.0+line
  [variable]
  lib 1.0+variable
)";

struct IndexChoiceRig {
  FakeIndex index{index_choice_universe};
  AxleRun axle;

  IndexChoiceRig() { axle.write("r.in", "lib\n"); }

  void project(std::string_view table) const {
    axle.write("pyproject.toml",
               fmt::format("[project]\nname = 'demo'\nversion = '1'\nrequires-python = '>=3.9'\n"
                           "dependencies = ['lib']\n{}",
                           table));
  }
  void default_index_of_the_project() const {
    project(fmt::format("[[tool.uv.index]]\nurl = '{}'\ndefault = true\n", index.url("project")));
  }
  std::string compiled(const std::string& words) {
    const AxleResult result = axle("pip compile r.in --no-header --no-annotate " + words);
    return result.exit_code == 0 ? result.out : explain(result);
  }
};

TEST_CASE("the index of the command line takes the place of the project's") {
  IndexChoiceRig rig;
  rig.default_index_of_the_project();
  for (const std::string option : {"--index-url ", "-i ", "--default-index "})
    CHECK(rig.compiled(option + rig.index.url("line")) == "lib==1.0+line\n");
  CHECK(rig.compiled("") == "lib==1.0+project\n");

  rig.axle("venv");
  expect_exit(rig.axle("pip install lib --index-url " + rig.index.url("line")), 0);
  CHECK(rig.axle.quietly("pip freeze").out == "lib==1.0+line\n");

  const AxleResult locked = rig.axle("lock --default-index " + rig.index.url("line"));
  expect_exit(locked, 0);
  CHECK(rig.axle.quietly("export --no-hashes --no-annotate --no-header --frozen").out ==
        "lib==1.0+line\n");
}

TEST_CASE("the index of the command line goes before that of a variable, and this before files") {
  IndexChoiceRig rig;
  rig.default_index_of_the_project();
  for (const std::string variable : {"UV_INDEX_URL", "UV_DEFAULT_INDEX", "AXLE_INDEX_URL"}) {
    rig.axle.set(variable, rig.index.url("variable"));
    CHECK(rig.compiled("") == "lib==1.0+variable\n");
    CHECK(rig.compiled("--index-url " + rig.index.url("line")) == "lib==1.0+line\n");
    CHECK(rig.compiled("--default-index " + rig.index.url("line")) == "lib==1.0+line\n");
    rig.axle.unset(variable);
  }
}

TEST_CASE("the index of a requirements file comes behind all settings") {
  IndexChoiceRig rig;
  rig.axle.write("r.in", "--index-url " + rig.index.url("line") + "\nlib\n");
  CHECK(rig.compiled("") == "lib==1.0+line\n");
  rig.default_index_of_the_project();
  CHECK(rig.compiled("") == "lib==1.0+project\n");
  CHECK(rig.compiled("--index-url " + rig.index.url("variable")) == "lib==1.0+variable\n");
}

TEST_CASE("a lock from an index that the command line takes away is stale") {
  IndexChoiceRig rig;
  rig.project(
      fmt::format("[[tool.uv.index]]\nname = 'mine'\nurl = '{}'\n", rig.index.url("project")));
  rig.axle.quietly("lock");
  expect_exit(rig.axle("lock --check --index other=" + rig.index.url("line")), 0);
  // Another index of the same name is the one that counts.
  expect_failure(rig.axle, "lock --check --index mine=" + rig.index.url("line"), 1,
                 {"needs to be updated"});
  expect_failure(rig.axle, "lock --no-index", 1, {"lib"});
}

}  // namespace
}  // namespace axle::test
