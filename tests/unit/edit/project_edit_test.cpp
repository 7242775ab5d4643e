// SPDX-License-Identifier: MIT
#include "edit/project_edit.hpp"

#include "support/catch.hpp"

namespace axle {
namespace {

using Kind = DependencyList::Kind;

const std::string project = "[project]\nname = \"p\"\nversion = \"1\"\n";

ProjectEdit open(std::string_view text) {
  auto edit = ProjectEdit::open(text);
  REQUIRE(edit);
  return *edit;
}

std::string after_add(std::string_view text, const DependencyList& list, const char* requirement) {
  ProjectEdit edit = open(text);
  REQUIRE(edit.add(list, *Requirement::parse(requirement), false));
  return edit.to_string();
}

TEST_CASE("dependencies go into the list that is meant") {
  CHECK(after_add(project, {}, "a") == project + "dependencies = [\n    \"a\",\n]\n");
  CHECK(after_add(project, {Kind::optional, "fast"}, "a") ==
        project + "\n[project.optional-dependencies]\nfast = [\n    \"a\",\n]\n");
  CHECK(after_add(project, {Kind::development}, "a") ==
        project + "\n[dependency-groups]\ndev = [\n    \"a\",\n]\n");
  CHECK(after_add("[dependency-groups]\nMy_Docs = []\n", {Kind::group, "my-docs"}, "a") ==
        "[dependency-groups]\nMy_Docs = [\n    \"a\",\n]\n");
  CHECK(after_add("[tool.uv]\ndev-dependencies = []\n", {Kind::development}, "a") ==
        "[tool.uv]\ndev-dependencies = [\n    \"a\",\n]\n");
  CHECK(after_add("dependency-groups = { dev = [\"x\"] }\n", {Kind::group, "docs"}, "a") ==
        "dependency-groups = { dev = [\"x\"], docs = [\n    \"a\",\n] }\n");
}

TEST_CASE("groups stay in order if they were") {
  CHECK(after_add("[dependency-groups]\nb = []\nd = []\n", {Kind::group, "c"}, "x") ==
        "[dependency-groups]\nb = []\nc = [\n    \"x\",\n]\nd = []\n");
  CHECK(after_add("[dependency-groups]\nd = []\nb = []\n", {Kind::group, "c"}, "x") ==
        "[dependency-groups]\nd = []\nb = []\nc = [\n    \"x\",\n]\n");
}

TEST_CASE("a source that is a table of its own is read as if it were inline") {
  const ProjectEdit edit = open("[tool.uv.sources.a]\ngit = \"https://x/a\"\ntag = 'v1' # t\n");
  CHECK(edit.source(*PackageName::parse("a")) == "{ git = \"https://x/a\", tag = 'v1' }");
  CHECK_FALSE(edit.source(*PackageName::parse("b")));
}

TEST_CASE("a project is needed for its dependencies") {
  for (const char* text : {"[tool.x]\na = 1\n", "project = { name = \"p\" }\n"}) {
    ProjectEdit edit = open(text);
    const auto added = edit.add({}, *Requirement::parse("a"), false);
    REQUIRE_FALSE(added);
    CHECK(added.error().kind == ErrorKind::invalid_input);
    CHECK(edit.to_string() == text);
  }
}

TEST_CASE("sources are set, replaced and pruned") {
  ProjectEdit edit = open(project + "dependencies = [\"a\"]\n\n[tool.uv.sources.A]\ngit = \"x\"\n");
  const PackageName name = *PackageName::parse("a");
  REQUIRE(edit.set_source(name, "{ index = \"i\" }"));
  CHECK(edit.to_string() ==
        project + "dependencies = [\"a\"]\n\n[tool.uv.sources]\na = { index = \"i\" }\n");
  edit.prune_source(name);
  CHECK(edit.to_string().find("index") != std::string::npos);
  CHECK(*edit.remove({}, name) == 1);
  edit.prune_source(name);
  CHECK(edit.to_string() == project + "dependencies = []\n");
  ProjectEdit two = open("[tool.uv.sources]\na = { path = \"a\" }\nb = { path = \"b\" } # mine\n");
  REQUIRE(two.set_source(name, "{ path = \"c\" }"));
  CHECK(two.to_string() ==
        "[tool.uv.sources]\nb = { path = \"b\" } # mine\na = { path = \"c\" }\n");
  ProjectEdit inline_table = open("[tool.uv]\nsources = { a = { path = \"x\" } }\n");
  CHECK_FALSE(inline_table.set_source(name, "{}"));
}

TEST_CASE("an index goes to the top and replaces the one of its name or URL") {
  ProjectEdit edit = open(project);
  REQUIRE(edit.add_index({"b", "https://b/simple"}));
  REQUIRE(edit.add_index({"a", "https://a/simple"}));
  const std::string a = "\n[[tool.uv.index]]\nname = \"a\"\nurl = \"https://a/simple\"\n";
  const std::string b = "\n[[tool.uv.index]]\nname = \"b\"\nurl = \"https://b/simple\"\n";
  CHECK(edit.to_string() == project + a + b);
  REQUIRE(edit.add_index({"b", "https://b/simple"}));
  CHECK(edit.to_string() == project + b + a);
  REQUIRE(edit.add_index({"c", "https://A/simple/"}));
  CHECK(edit.to_string() ==
        project + "\n[[tool.uv.index]]\nname = \"c\"\nurl = \"https://A/simple/\"\n" + b);
  REQUIRE(edit.add_index({std::nullopt, "https://d/simple", true}));
  REQUIRE(edit.add_index({std::nullopt, "https://e/simple", true}));
  CHECK(edit.to_string().find("https://d") == std::string::npos);
  ProjectEdit list = open("[tool.uv]\nindex = []\n");
  CHECK_FALSE(list.add_index({"a", "https://a/"}));
}

TEST_CASE("a first index goes where uv puts it") {
  ProjectEdit edit = open("[tool.x]\n[project]\n[tool.y]\n");
  REQUIRE(edit.add_index({std::nullopt, "https://a/"}));
  CHECK(edit.to_string() ==
        "[tool.x]\n\n[[tool.uv.index]]\nurl = \"https://a/\"\n[project]\n[tool.y]\n");
}

TEST_CASE("members are appended, versions replaced") {
  ProjectEdit edit = open(project + "[tool.uv.workspace]\nmembers = [\"a/*\"] # all\n");
  REQUIRE(edit.add_member("b"));
  REQUIRE(edit.set_version("2"));
  CHECK(edit.to_string() ==
        "[project]\nname = \"p\"\nversion = \"2\"\n[tool.uv.workspace]\nmembers = [\n    "
        "\"a/*\",\n    \"b\",\n] # all\n");
  ProjectEdit none = open("[project]\n");
  CHECK_FALSE(none.set_version("2"));
}

TEST_CASE("removing says how many there were and where others are") {
  ProjectEdit edit =
      open(project +
           "dependencies = [\"a\"]\noptional-dependencies.x = [\"A>1\"]\n"
           "[dependency-groups]\ndev = [\"a\"]\n[tool.uv]\ndev-dependencies = [\"a\"]\n");
  const PackageName name = *PackageName::parse("a");
  CHECK(edit.lists_with(name).size() == 4);
  CHECK(*edit.remove({Kind::development}, name) == 2);
  CHECK(*edit.remove({Kind::group, "none"}, name) == 0);
  const auto left = edit.lists_with(name);
  REQUIRE(left.size() == 2);
  CHECK(left[1].kind == Kind::optional);
  CHECK(left[1].name == "x");
}

}  // namespace
}  // namespace axle
