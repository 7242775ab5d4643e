// SPDX-License-Identifier: MIT
#include "cli/expect.hpp"

namespace axle::test {
namespace {

struct ProjectFaultsCase {
  const char* name;
  std::string text;
  std::vector<std::string_view> said;
};

std::string project(std::string_view rest) {
  return "[project]\nname = \"demo\"\nversion = \"1\"\n" + std::string(rest);
}

TEST_CASE("a broken pyproject.toml is named with what is wrong in it") {
  AxleRun axle;
  axle.quietly("venv");
  const std::vector<ProjectFaultsCase> cases{
      {"syntax", "[project\nname = 1\n", {"pyproject.toml", "1"}},
      {"a type", project("dependencies = \"numpy\"\n"), {"pyproject.toml", "dependencies"}},
      {"a requirement", project("dependencies = [\"numpy >=\"]\n"), {"numpy >="}},
      {"a name", "[project]\nname = \"-\"\nversion = \"1\"\n", {"name", "-"}},
      {"requires-python", project("requires-python = \"three\"\n"), {"three"}},
      {"no Python fits", project("requires-python = \">=4\"\n"), {">=4"}},
      {"an unknown index",
       project("dependencies = [\"a\"]\n[tool.uv.sources]\na = {index = \"gone\"}\n"),
       {"gone", "a"}},
      {"a group of groups in a circle",
       project("[dependency-groups]\nx = [{include-group = \"y\"}]\ny = [{include-group = "
               "\"x\"}]\n"),
       {"x", "y"}},
      {"an unknown group in a group",
       project("[dependency-groups]\nx = [{include-group = \"gone\"}]\n"),
       {"gone"}},
      {"two sources",
       project("dependencies = [\"a\"]\n[tool.uv.sources]\na = {url = "
               "\"https://x.invalid/a-1-py3-none-any.whl\", path = \"b\"}\n"),
       {"a"}},
      {"no index URL", project("[[tool.uv.index]]\nname = \"x\"\n"), {"url"}},
      {"brackets without end", "x = " + std::string(100'000, '[') + "\n", {"pyproject.toml"}},
  };
  for (const ProjectFaultsCase& broken : cases) {
    INFO(broken.name);
    axle.write("pyproject.toml", broken.text);
    const auto before = axle.state();
    // The words of the TOML library differ between its versions.
    const bool is_syntax = std::string_view(broken.name) == "syntax";
    const AxleResult result = is_syntax ? axle.quietly("sync --no-index") : axle("sync --no-index");
    INFO(explain(result));
    CHECK(result.exit_code == 2);
    expect_said(result, broken.said);
    CHECK(difference(before, axle.state()) == "");
  }
  expect_golden("broken_projects", axle);
}

TEST_CASE("no project at all") {
  AxleRun axle;
  expect_failure(axle, "sync", 2, {"pyproject.toml"});
}

TEST_CASE("a project that was renamed, and a folder that is needed no more, are locked anew") {
  AxleRun axle;
  const std::string virtual_tree = "[tool.uv]\npackage = false\n";
  const auto named = [&](const std::string& name, const std::string& rest) {
    return "[project]\nname = \"" + name + "\"\nversion = \"1\"\n" + rest;
  };
  const std::string with_part =
      "dependencies = [\"part\"]\n[tool.uv.sources]\npart = {path = "
      "\"part\"}\n" +
      virtual_tree;
  axle.write("pyproject.toml", named("demo", with_part));
  axle.write("part/pyproject.toml", named("part", virtual_tree));
  expect_exit(axle.quietly("lock --offline"), 0);
  std::filesystem::remove_all(axle.project() / "part");
  expect_said(axle.quietly("lock --check --offline"), {"Distribution not found", "part"});
  axle.write("pyproject.toml", named("demo", virtual_tree));
  expect_exit(axle.quietly("lock --check --offline"), 1);
  expect_exit(axle.quietly("lock --offline"), 0);
  axle.write("pyproject.toml", named("other", virtual_tree));
  expect_exit(axle.quietly("lock --check --offline"), 1);
  expect_exit(axle.quietly("lock --offline"), 0);
  expect_exit(axle.quietly("lock --check --offline"), 0);
}

TEST_CASE("what is allowed but meant by few is warned of") {
  AxleRun axle;
  axle.write("pyproject.toml", project("requires-python = \"~=3.9\"\n[tool.uv]\npackage = false\n"
                                       "dev-dependencies = []\n"));
  const AxleResult result = axle.quietly("lock --offline");
  expect_exit(result, 0);
  expect_said(result, {"`~=3.9`", "write `>=3.9, <4`", "else `~=3.9.0`",
                       "`tool.uv.dev-dependencies` of `demo` is an older form"});
}

TEST_CASE("extras and groups that are not there") {
  AxleRun axle;
  axle.write("pyproject.toml",
             project("[project.optional-dependencies]\ncuda = []\n[dependency-groups]\ntest = "
                     "[]\n[tool.uv]\npackage = false\n"));
  expect_exit(axle.quietly("lock"), 0);
  expect_failure(axle, "sync --extra cud", 2, {"`cud`", "`cuda`"});
  expect_failure(axle, "sync --group tets", 2, {"`tets`", "`test`"});
  expect_failure(axle, "sync --only-group x", 2, {"`x`"});
  expect_failure(axle, "sync --extra '!'", 2, {"!"});
  expect_failure(axle, "sync --package other", 2, {"`other`"});
  expect_golden("unknown_extras_and_groups", axle);
}

TEST_CASE("no solution is explained") {
  FakeIndex index(R"(
    [simple]
    left 1.0 : core<2
    right 1.0 : core>=2
    core 1.0
    core 2.0
    new 1.0 python=>=3.99
    mac 1.0 tag=cp39-cp39-macosx_11_0_arm64
  )");
  AxleRun axle;
  axle.quietly("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  expect_failure(axle, "pip install left right", 1, {"left", "right", "core"});
  expect_failure(axle, "pip install 'core>7'", 1, {"core>7"});
  expect_failure(axle, "pip install new", 1, {"new", ">=3.99"});
  expect_failure(axle, "pip install mac", 1, {"mac"});
  axle.write("pyproject.toml",
             project("dependencies = [\"left\", \"right\"]\n[tool.uv]\npackage = false\n"));
  expect_failure(axle, "sync", 1, {"left", "right", "core"});
}

TEST_CASE("the text of a failed resolution") {
  FakeIndex index("[simple]\nleft 1.0 : core<2\nright 1.0 : core>=2\ncore 1.0\ncore 2.0\n");
  AxleRun axle;
  axle.quietly("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  axle("pip install left right");
  axle("pip install 'core>7'");
  expect_golden("no_solution", axle);
}

}  // namespace
}  // namespace axle::test
