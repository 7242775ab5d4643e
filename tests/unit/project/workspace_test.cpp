// SPDX-License-Identifier: MIT
#include "project/workspace.hpp"

#include "project/path_pattern.hpp"
#include "support/catch.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;
using axle::test::read_tree;
using axle::test::says;
using axle::test::shown;
using axle::test::TempTree;
using axle::test::whole_text;

namespace {

std::string project_named(const std::string& name, const std::string& rest = {}) {
  return "[project]\nname = '" + name + "'\nversion = '1'\n" + rest;
}

std::vector<std::string> names(const Project& project) {
  std::vector<std::string> all;
  for (const ProjectMember& member : project.members) all.push_back(member.name.text());
  return all;
}

}  // namespace

TEST_CASE("path patterns match as uv's do", "[workspace]") {
  const auto [pattern, path, matches] = GENERATE(table<std::string, std::string, bool>({
      {"libs/*", "libs/a", true},
      {"libs/*", "libs", false},
      {"libs/*", "libs/a/b", true},
      {"libs/a?", "libs/ab", true},
      {"libs/[ab]", "libs/b", true},
      {"libs/[!ab]", "libs/b", false},
      {"libs/[a-c]x", "libs/bx", true},
      {"**/x", "a/b/x", true},
      {"a*b*c", "aXbYbZc", true},
      {"a*b*c", "aXbYbZ", false},
      {"[", "[", true},
      {"*", "", true},
      {"a", "ab", false},
      {"", "", true},
      {"", "a", false},
  }));
  CAPTURE(pattern, path);
  CHECK(matches_path_pattern(pattern, path) == matches);
}

TEST_CASE("a pattern names directories level by level", "[workspace]") {
  const auto [pattern, path, names] = GENERATE(table<std::string, std::string, bool>({
      {"libs/*", "libs/a", true},
      {"libs/*", "libs/a/b", false},
      {"./libs/*/", "libs/a", true},
      {"libs/**", "libs", false},
      {"libs/**", "libs/a", true},
      {"libs/**", "libs/a/b", true},
      {"libs/**/x", "libs/x", true},
      {"libs/**/x", "libs/a/b/x", true},
      {"libs/**/x", "libs/a/b", false},
      {"**", "a/b", true},
      {"a?/*", "ab/c", true},
      {"a", "a/b", false},
  }));
  CAPTURE(pattern, path);
  CHECK(names_path(pattern, path) == names);
}

TEST_CASE("what `**` finds lies below the directory before it", "[workspace]") {
  TempTree tree;
  tree.write("libs/a/b/file", "");
  const auto found = expand_path_pattern(tree.path(), "libs/**");
  REQUIRE(found);
  CHECK(*found ==
        std::vector<std::filesystem::path>{tree.path() / "libs/a", tree.path() / "libs/a/b"});
}

TEST_CASE("a pattern of stars is not exponential", "[workspace]") {
  std::string pattern;
  for (int i = 0; i < 500; ++i) pattern += "*a";
  CHECK_FALSE(matches_path_pattern(pattern, std::string(2000, 'a') + "b"));
}

TEST_CASE("members are found from the root and from below", "[workspace]") {
  TempTree tree;
  tree.write("pyproject.toml",
             project_named(
                 "root",
                 "dependencies = ['b']\n[tool.uv.sources]\nb = { workspace = true }\n"
                 "[tool.uv.workspace]\nmembers = ['libs/*', './extra']\nexclude = ['libs/old']\n"));
  tree.write("libs/a/pyproject.toml",
             project_named("a", "requires-python = '>=3.10'\n[build-system]\nrequires = []\n"));
  tree.write("libs/b/pyproject.toml", project_named("b", "requires-python = '<3.13'\n"));
  tree.write("libs/old/pyproject.toml", "not toml");
  tree.write("libs/.hidden/file", "");
  tree.write("libs/unmanaged/pyproject.toml", project_named("c", "[tool.uv]\nmanaged = false\n"));
  tree.write("libs/README.md", "");
  tree.write("extra/pyproject.toml", project_named("zed"));
  tree.write("libs/a/src/deep/file", "");
  for (const std::string start : {"", "libs", "libs/a", "libs/a/src/deep", "libs/README.md/.."}) {
    CAPTURE(start);
    const auto project = read_tree(tree, start);
    if (!project) FAIL(whole_text(project.error()));
    CHECK(project->root == tree.path());
    CHECK(names(*project) == std::vector<std::string>{"a", "b", "root", "zed"});
    REQUIRE(project->current_member() != nullptr);
    CHECK(project->current_member()->name.text() == (start.starts_with("libs/a") ? "a" : "root"));
    CHECK(project->requires_python->to_string() == ">=3.10, <3.13");
    CHECK(project->members[0].source.is_editable);  // it can be built
    CHECK(project->members[1].source.is_editable);  // another member needs it
    CHECK(project->members[2].source.is_virtual);   // nothing to build, nobody needs it
    CHECK(shown(project->members[2].requires_dist) == std::vector<std::string>{"b | editable b"});
    CHECK(project->lockfile_path() == tree / "uv.lock");
  }
}

TEST_CASE("a project that no workspace counts stands alone", "[workspace]") {
  TempTree tree;
  tree.write(
      "pyproject.toml",
      project_named("root", "[tool.uv.workspace]\nmembers = ['libs/*']\nexclude = ['libs/x']\n"));
  tree.write("libs/x/pyproject.toml", project_named("x"));
  tree.write("other/pyproject.toml", project_named("y"));
  CHECK(names(*read_tree(tree, "libs/x")) == std::vector<std::string>{"x"});
  CHECK(names(*read_tree(tree, "other")) == std::vector<std::string>{"y"});
  CHECK(read_tree(tree, "other")->root == tree / "other");
}

TEST_CASE("a root need not be a project", "[workspace]") {
  TempTree tree;
  tree.write("pyproject.toml",
             "[tool.uv.workspace]\nmembers = ['a']\n[dependency-groups]\ndev = "
             "['pytest']\n[tool.uv]\ndefault-groups = []\n"
             "conflicts = [[{ package = 'a', extra = 'x' }, { package = 'a' }]]\n");
  tree.write("a/pyproject.toml",
             project_named("a",
                           "optional-dependencies = { x = [], y = [] }\n[tool.uv]\nconflicts = [[{ "
                           "extra = 'y' }, { extra = 'x' }]]\n"));
  const auto project = read_tree(tree);
  if (!project) FAIL(whole_text(project.error()));
  CHECK_FALSE(project->has_root_project);
  CHECK(project->current_member() == nullptr);
  CHECK(shown(project->root_groups.at(*GroupName::parse("dev")).requirements) ==
        std::vector<std::string>{"pytest"});
  CHECK(project->default_groups().empty());
  REQUIRE(project->conflicts.size() == 2);
  const PackageName a = *PackageName::parse("a");
  const ConflictItem x{a, *ExtraName::parse("x")}, y{a, *ExtraName::parse("y")},
      whole{a, WholeProject{}};
  CHECK(project->conflicts[0] == ConflictSet{x, whole});
  CHECK(*project->conflicts[0].begin() == x);  // extras before projects
  CHECK(project->conflicts[1] == ConflictSet{x, y});
}

TEST_CASE("workspaces that cannot be are refused", "[workspace]") {
  struct Case {
    std::string member, root, part;
  };
  const Case c = GENERATE(values<Case>({
      {project_named("root"), "", "Two workspace members are both named `root`"},
      {"[tool.other]\n", "", "No `project` table found in"},
      {project_named("a", "[tool.uv.workspace]\n"), "", "Nested workspaces are not supported"},
      {"", "", "is missing a `pyproject.toml` (matches: `libs/*`)"},
      {project_named("a"), "dependencies = ['a']\n",
       "`a` is included as a workspace member, but is missing an entry in `tool.uv.sources` (e.g., "
       "`a = { workspace = true }`)"},
      {project_named("a"), "dependencies = ['a']\n[tool.uv.sources]\na = { path = 'libs/a' }\n",
       "`a` is included as a workspace member, but references a path in `tool.uv.sources`."},
      {project_named("a"),
       "dependencies = ['a']\n[tool.uv.sources]\na = { workspace = 'elsewhere' }\n",
       "`a` is included as a workspace member, but does not use `workspace = true`"},
      {project_named("a",
                     "dependencies = ['root']\n[tool.uv.sources]\nroot = { workspace = true, "
                     "editable = false }\n"),
       "[tool.uv.sources]\nroot = { workspace = true }\n", ""},
      {project_named("a", "requires-python = '>=3.12'\n"), "requires-python = '<3.12'\n",
       "Found conflicting Python requirements"},
      {project_named("a"), "[tool.uv]\ndefault-groups = ['lint']\n",
       "Default group `lint` (from `tool.uv.default-groups`) is not defined"},
      {project_named("a"),
       "requires-python = '>=3.12'\n[tool.uv]\nenvironments = \"python_version < '3.10'\"\n",
       "The environment marker `python_full_version < '3.10'` is incompatible with the project's "
       "Python requirement: `>=3.12`"},
  }));
  CAPTURE(c.member, c.root);
  TempTree tree;
  tree.write("pyproject.toml",
             project_named("root", c.root + "[tool.uv.workspace]\nmembers = ['libs/*']\n"));
  tree.write(c.member.empty() ? "libs/a/setup.py" : "libs/a/pyproject.toml", c.member);
  const auto project = read_tree(tree);
  if (c.part.empty()) {
    if (!project) FAIL(whole_text(project.error()));
    CHECK_FALSE(project->find(*PackageName::parse("root"))->source.is_editable);
    return;
  }
  REQUIRE_FALSE(project);
  CAPTURE(whole_text(project.error()));
  CHECK(says(project.error(), c.part));
  CHECK(project.error().kind == ErrorKind::invalid_input);
}

TEST_CASE("without a project file there is no project", "[workspace]") {
  TempTree tree;
  tree.write("sub/file", "");
  const auto project = read_tree(tree, "sub");
  REQUIRE_FALSE(project);
  CHECK(project.error().kind == ErrorKind::not_found);
  CHECK(project.error().message ==
        "No `pyproject.toml` found in current directory or any parent directory");
}

TEST_CASE("an unmanaged project is left alone", "[workspace]") {
  TempTree tree;
  tree.write("pyproject.toml", project_named("a", "[tool.uv]\nmanaged = false\n"));
  CHECK(says(read_tree(tree).error(), "The project is marked as unmanaged"));
}
