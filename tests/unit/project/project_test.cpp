// SPDX-License-Identifier: MIT
#include "axle/project/project.hpp"

#include "support/catch.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;
using axle::test::read_tree;
using axle::test::shown;
using axle::test::TempTree;
using axle::test::whole_text;

TEST_CASE("the guide's project with extras becomes what uv locks", "[project]") {
  TempTree tree;
  tree.write("pyproject.toml", R"([project]
name = "project"
version = "0.1.0"
requires-python = ">=3.12.0"
dependencies = []
[project.optional-dependencies]
cpu = ["torch>=2.5.1"]
cu124 = ["torch>=2.5.1"]
[tool.uv]
conflicts = [[{ extra = "cpu" }, { extra = "cu124" }]]
override-dependencies = ["sympy==1.13.3", { package = { name = "torch" }, dependencies = ["jinja2"] }]
constraint-dependencies = ["torch<2.7"]
build-constraint-dependencies = ["setuptools<80"]
exclude-dependencies = ["triton"]
[tool.uv.sources]
torch = [
  { index = "pytorch-cpu", extra = "cpu", marker = "platform_system != 'Darwin'" },
  { index = "pytorch-cu124", extra = "cu124" },
]
[[tool.uv.index]]
name = "pytorch-cpu"
url = "https://download.pytorch.org/whl/cpu"
explicit = true
[[tool.uv.index]]
name = "pytorch-cu124"
url = "https://download.pytorch.org/whl/cu124"
explicit = true
)");
  const auto project = read_tree(tree);
  if (!project) FAIL(whole_text(project.error()));
  const ProjectMember& member = project->members.at(0);
  CHECK(shown(member.requires_dist) ==
        std::vector<std::string>{
            "torch ; sys_platform != 'darwin' and extra == 'cpu' | >=2.5.1 | "
            "https://download.pytorch.org/whl/cpu !",
            "torch ; sys_platform == 'darwin' and extra == 'cpu' | >=2.5.1",
            "torch ; extra == 'cu124' | >=2.5.1 | https://download.pytorch.org/whl/cu124 !",
        });
  CHECK(member.source.is_virtual);
  CHECK(member.extras.size() == 2);
  CHECK(project->conflicts.size() == 1);
  CHECK(project->requires_python->to_string() == ">=3.12.0");
  CHECK(project->overrides.size() == 2);
  CHECK(project->overrides[1].scope->package.text() == "torch");
  // Sources that are for an extra say nothing about constraints.
  CHECK(shown(project->constraints) == std::vector<std::string>{"torch | <2.7"});
  CHECK(project->build_constraints.size() == 1);
  CHECK(project->excludes.size() == 1);
  CHECK(project->indexes.size() == 2);
  CHECK(project->warnings.empty());
}

TEST_CASE("default groups are dev unless something else is said", "[project]") {
  const auto [setting, expected] = GENERATE(table<std::string, std::vector<std::string>>({
      {"", {"dev"}},
      {"[tool.uv]\ndefault-groups = 'all'\n", {"dev", "lint"}},
      {"[tool.uv]\ndefault-groups = ['lint']\n", {"lint"}},
      {"[tool.uv]\ndefault-groups = []\n", {}},
  }));
  TempTree tree;
  tree.write(
      "pyproject.toml",
      "[project]\nname = 'a'\nversion = '1'\n[dependency-groups]\nlint = []\ndev = []\n" + setting);
  const auto project = read_tree(tree);
  REQUIRE(project);
  std::vector<std::string> names;
  for (const GroupName& group : project->default_groups()) names.push_back(group.text());
  CHECK(names == expected);
}

TEST_CASE("odd values of requires-python are warned about", "[project]") {
  const auto [value, part] = GENERATE(table<std::string, std::string>({
      {"==3.12", "Did you mean `==3.12.*`?"},
      {"<4", "does not contain a lower bound"},
      {">=3.9", ""},
      {"==3.12.*", ""},
  }));
  CAPTURE(value);
  TempTree tree;
  tree.write("pyproject.toml",
             "[project]\nname = 'a'\nversion = '1'\nrequires-python = '" + value + "'\n");
  const auto project = read_tree(tree);
  REQUIRE(project);
  CHECK(project->warnings.empty() == part.empty());
  if (!part.empty()) CHECK(project->warnings.at(0).find(part) != std::string::npos);
}

TEST_CASE("a project that says nothing of Python has no range", "[project]") {
  TempTree tree;
  tree.write("pyproject.toml", "[project]\nname = 'a'\nversion = '1'\n");
  CHECK_FALSE(read_tree(tree)->requires_python);
}

TEST_CASE("tool.uv.package decides whether there is something to install", "[project]") {
  const auto [rest, is_virtual] = GENERATE(table<std::string, bool>({
      {"", true},
      {"[build-system]\nrequires = []\n", false},
      {"[build-system]\nrequires = []\n[tool.uv]\npackage = false\n", true},
      {"[tool.uv]\npackage = true\n", false},
  }));
  TempTree tree;
  tree.write("pyproject.toml", "[project]\nname = 'a'\nversion = '1'\n" + rest);
  const auto project = read_tree(tree);
  REQUIRE(project);
  CHECK(project->members[0].source.is_virtual == is_virtual);
  CHECK(project->members[0].source.is_editable == !is_virtual);
}
