// SPDX-License-Identifier: MIT
#include "project/dependency_groups.hpp"

#include "support/catch.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;
using axle::test::parse;
using axle::test::says;
using axle::test::whole_text;

namespace {

std::vector<std::string> group_texts(const FlatGroup& group) {
  std::vector<std::string> all;
  for (const Requirement& requirement : group.requirements) all.push_back(requirement.to_string());
  return all;
}

const FlatGroup& group(const std::map<GroupName, FlatGroup>& groups, std::string_view name) {
  return groups.at(*GroupName::parse(name));
}

std::string text(const ConflictSet& set) {
  std::string all;
  for (const ConflictItem& item : set) all += std::get<GroupName>(item.kind).text() + " ";
  return all;
}

}  // namespace

TEST_CASE("includes are replaced by what they hold", "[groups]") {
  const auto file = parse(R"([dependency-groups]
all = [{ include-group = "Test_Tools" }, "c", { include-group = "docs" }]
test-tools = ["a>=1"]
docs = ["b"]
empty = []
)");
  REQUIRE(file);
  const auto groups = flatten_groups(*file);
  if (!groups) FAIL(whole_text(groups.error()));
  CHECK(groups->size() == 4);
  CHECK(group_texts(group(*groups, "all")) == std::vector<std::string>{"a>=1", "c", "b"});
  CHECK(group(*groups, "empty").requirements.empty());
}

TEST_CASE("requires-python of groups becomes a marker and is inherited", "[groups]") {
  const auto file = parse(R"([dependency-groups]
outer = ["x", { include-group = "inner" }]
inner = ["y"]
[tool.uv.dependency-groups]
outer = { requires-python = ">=3.12" }
inner = { requires-python = "<3.14" }
)");
  REQUIRE(file);
  const auto groups = flatten_groups(*file);
  if (!groups) FAIL(whole_text(groups.error()));
  CHECK(group(*groups, "inner").requires_python->to_string() == "<3.14");
  CHECK(group(*groups, "outer").requires_python->to_string() == ">=3.12, <3.14");
  CHECK(group(*groups, "outer").requirements[0].marker.to_text() ==
        "python_full_version >= '3.12'");
  CHECK(group(*groups, "outer").requirements[1].marker ==
        *Marker::parse("python_full_version >= '3.12' and python_full_version < '3.14'"));
}

TEST_CASE("dev-dependencies join the group dev and cannot be included", "[groups]") {
  const auto file =
      parse("[dependency-groups]\ndev = ['a']\n[tool.uv]\ndev-dependencies = ['b']\n");
  REQUIRE(file);
  CHECK(group_texts(group(*flatten_groups(*file), "dev")) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("groups that cannot be flattened say why", "[groups]") {
  const auto [toml, part] = GENERATE(table<std::string, std::string>({
      {"[dependency-groups]\na = [{ include-group = 'b' }]\nb = [{ include-group = 'c' }]\nc = [{ "
       "include-group = 'b' }]\n",
       "Detected a cycle in `dependency-groups`: `b` -> `c` -> `b`"},
      {"[dependency-groups]\na = [{ include-group = 'a' }]\n",
       "Detected a cycle in `dependency-groups`: `a` -> `a`"},
      {"[dependency-groups]\na = [{ include-group = 'b' }]\n",
       "Failed to find group `b` included by `a`"},
      {"[dependency-groups]\na = [{ include-group = 'dev' }]\n[tool.uv]\ndev-dependencies = []\n",
       "Group `a` includes the `dev` group (`include = \"dev\"`), but only "
       "`tool.uv.dev-dependencies` was found."},
      {"[tool.uv.dependency-groups]\nx = { requires-python = '>=3' }\n",
       "Failed to find group `x` specified in `[tool.uv.dependency-groups]`"},
      {"[tool.uv]\ndev-dependencies = []\n[tool.uv.dependency-groups]\ndev = { requires-python = "
       "'>=3' }\n",
       "`[tool.uv.dependency-groups]` specifies the `dev` group, but only "
       "`tool.uv.dev-dependencies` was found."},
  }));
  CAPTURE(toml);
  const auto file = parse(toml);
  REQUIRE(file);
  const auto groups = flatten_groups(*file);
  REQUIRE_FALSE(groups);
  CAPTURE(whole_text(groups.error()));
  CHECK(says(groups.error(), "Project has malformed dependency groups"));
  CHECK(says(groups.error(), part));
}

TEST_CASE("groups that double at each level stop at a limit", "[groups]") {
  std::string toml = "[dependency-groups]\ng0 = ['a', 'b']\n";
  for (int i = 1; i < 40; ++i) {
    const std::string below = "{ include-group = 'g" + std::to_string(i - 1) + "' }";
    toml += "g" + std::to_string(i) + " = [" + below + ", " + below + "]\n";
  }
  const auto file = parse(toml);
  REQUIRE(file);
  const auto groups = flatten_groups(*file);
  REQUIRE_FALSE(groups);
  CHECK(says(groups.error(), "groups hold more than 100000 requirements"));
}

TEST_CASE("a group that includes a conflicting one conflicts as well", "[groups][conflicts]") {
  const auto file = parse(R"([dependency-groups]
a = []
b = []
mid = [{ include-group = "a" }]
outer = [{ include-group = "mid" }]
both = [{ include-group = "a" }, { include-group = "b" }]
)");
  REQUIRE(file);
  const PackageName project = *PackageName::parse("project");
  const auto item = [&](std::string_view name) {
    return ConflictItem{project, *GroupName::parse(name)};
  };
  const Conflicts conflicts = with_included_groups({{item("a"), item("b")}}, project, file->groups);
  std::vector<std::string> all;
  for (const ConflictSet& set : conflicts) all.push_back(text(set));
  CHECK(all == std::vector<std::string>{"a b ", "b both ", "b mid ", "b outer ", "a both ", "both ",
                                        "both mid ", "both outer "});
}
