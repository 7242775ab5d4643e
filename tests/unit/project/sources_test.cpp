// SPDX-License-Identifier: MIT
#include "project/sources.hpp"

#include "support/catch.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;
using axle::test::parse;
using axle::test::read_tree;
using axle::test::says;
using axle::test::shown;
using axle::test::TempTree;
using axle::test::whole_text;

namespace {

const std::string head = "[project]\nname = 'project'\nversion = '0.1.0'\n";
const std::string indexes =
    "[[tool.uv.index]]\nname = 'cpu'\nurl = 'https://x/cpu'\nexplicit = true\n"
    "[[tool.uv.index]]\nname = 'gpu'\nurl = 'https://x/gpu'\nexplicit = true\n";

}  // namespace

TEST_CASE("source entries that make no sense are refused with their place", "[sources]") {
  const auto [entry, part] = GENERATE(table<std::string, std::string>({
      {"{}", "expected one of `git`, `url`, `path`, `index`, or `workspace`"},
      {"{ marker = \"sys_platform == 'linux'\" }",
       "expected one of `git`, `url`, `path`, `index`, or `workspace`"},
      {"{ git = 'https://x/r', index = 'a' }", "cannot specify both `git` and `index`"},
      {"{ git = 'https://x/r', editable = true }", "cannot specify both `git` and `editable`"},
      {"{ git = 'https://x/r', rev = 'a', tag = 'b' }",
       "expected at most one of `rev`, `tag`, or `branch`"},
      {"{ git = 'https://x/r', subdirectory = 'a', path = 'b' }",
       "cannot specify both `subdirectory` and `path`"},
      {"{ url = 'https://x/a.whl', path = 'b' }", "cannot specify both `url` and `path`"},
      {"{ url = 'https://x/a.whl', branch = 'b' }", "cannot specify both `url` and `branch`"},
      {"{ url = 'https://x/a.whl#sha256=1' }",
       "Fragments are not allowed in URLs: `https://x/a.whl#sha256=1`"},
      {"{ url = 'https://u:p@x/r.git' }",
       "Consider using a Git source instead (e.g., `torch = { git = \"https://****@x/r.git\" }`)"},
      {"{ url = 'https://x/a.exe' }", "to end in a supported file extension"},
      {"{ path = 'a', package = false, editable = true }",
       "cannot specify both `editable = true` and `package = false`"},
      {"{ path = 'a', workspace = true }", "cannot specify both `path` and `workspace`"},
      {"{ index = 'a', editable = true }", "cannot specify both `index` and `editable`"},
      {"{ index = 'a', package = false }", "cannot specify both `index` and `package`"},
      {"{ workspace = true, package = true }", "cannot specify both `workspace` and `package`"},
      {"{ workspace = false }", "`workspace = false` is not yet supported"},
      {"{ workspace = 1 }", "expected a boolean or a path"},
      {"{ index = 'a', extra = 'b', group = 'c' }", "cannot specify both `extra` and `group`"},
      {"{ index = 'a', extras = 'b' }", "unknown field `extras`"},
      {"{ index = 'a', marker = 'x' }", "TOML parse error at line 2"},
      {"'a'", "expected a single source (as a map) or list of sources"},
      {"[]", "Must provide at least one source"},
      {"[{ index = 'a' }, { index = 'b', marker = \"sys_platform == 'linux'\" }]",
       "When multiple sources are provided, each source must include a platform marker (e.g., "
       "`marker = \"sys_platform == 'linux'\"`)"},
      {"[{ index = 'a', marker = \"sys_platform == 'linux'\" }, { index = 'b', marker = "
       "\"platform_machine == 'x86_64'\" }]",
       "Source markers must be disjoint, but the following markers overlap: `sys_platform == "
       "'linux'` and `platform_machine == 'x86_64'`."
       "\nhint: replace `platform_machine == 'x86_64'` with `platform_machine == 'x86_64' and "
       "sys_platform != 'linux'`."},
  }));
  CAPTURE(entry);
  const auto file = parse("[tool.uv.sources]\ntorch = " + entry + "\n");
  REQUIRE_FALSE(file);
  CAPTURE(whole_text(file.error()));
  CHECK(says(file.error(), part));
  CHECK_FALSE(says(file.error(), "u:p"));
  CHECK(file.error().member.starts_with("line 2"));
}

TEST_CASE("only neighbours of the same scope must be disjoint", "[sources]") {
  const std::string entry = GENERATE("[{ index = 'a', extra = 'x' }, { index = 'b', extra = 'y' }]",
                                     "[{ index = 'a', extra = 'x' }, { index = 'b', group = 'x' }]",
                                     "[{ index = 'a', marker = \"os_name == 'nt'\" }, { index = "
                                     "'b', marker = \"sys_platform == 'linux'\" }, "
                                     "{ index = 'c', marker = \"os_name == 'nt'\" }]",
                                     "{ index = 'a' }", "[{ index = 'a' }]");
  const auto file = parse("[tool.uv.sources]\ntorch = " + entry + "\n");
  if (!file) FAIL(whole_text(file.error()));
}

TEST_CASE("one package may not have two keys", "[sources]") {
  const auto file = parse("[tool.uv.sources]\na-b = { index = 'x' }\na_b = { index = 'y' }\n");
  REQUIRE_FALSE(file);
  CHECK(says(file.error(), "duplicate sources for package `a-b`"));
}

TEST_CASE("sources turn one requirement into several", "[sources][lower]") {
  const auto [requirement, entry, expected] =
      GENERATE(table<std::string, std::string, std::vector<std::string>>({
          {"torch>=2", "{ index = 'cpu' }", {"torch | >=2 | https://x/cpu"}},
          {"torch>=2",
           "{ index = 'cpu', marker = \"sys_platform == 'linux'\" }",
           {"torch ; sys_platform == 'linux' | >=2 | https://x/cpu",
            "torch ; sys_platform != 'linux' | >=2"}},
          {"torch ; sys_platform == 'linux'",
           "{ index = 'cpu', marker = \"sys_platform == 'linux'\" }",
           {"torch ; sys_platform == 'linux' | https://x/cpu"}},
          {"torch ; sys_platform == 'win32'",
           "{ index = 'cpu', marker = \"sys_platform == 'linux'\" }",
           {"torch ; sys_platform == 'win32'"}},
          {"torch",
           "[{ index = 'cpu', marker = \"sys_platform == 'win32'\" }, { index = 'gpu', marker = "
           "\"sys_platform != 'win32'\" }]",
           {"torch ; sys_platform == 'win32' | https://x/cpu",
            "torch ; sys_platform != 'win32' | https://x/gpu"}},
          {"torch",
           "{ url = 'https://x/torch-1-py3-none-any.whl' }",
           {"torch | url https://x/torch-1-py3-none-any.whl"}},
          {"torch",
           "{ url = 'https://x/torch-1.tar.gz', subdirectory = 's' }",
           {"torch | url https://x/torch-1.tar.gz in s"}},
          {"torch",
           "{ path = 'w/torch-1-py3-none-any.whl' }",
           {"torch | path w/torch-1-py3-none-any.whl"}},
          {"torch", "{ path = 'lib' }", {"torch | directory lib"}},
          {"torch", "{ path = 'lib', editable = true }", {"torch | editable lib"}},
          {"torch", "{ path = 'lib', package = false }", {"torch | virtual lib"}},
          {"torch", "{ git = 'git+https://x/r', tag = 'v1' }", {"torch | git https://x/r v1"}},
          {"torch[b,a]==1", "{ index = 'gpu' }", {"torch[b][a] | ==1 | https://x/gpu"}},
          {"other @ https://x/other-1-py3-none-any.whl",
           "{ index = 'gpu' }",
           {"other | url https://x/other-1-py3-none-any.whl"}},
          {"other @ file:///w/other-1-py3-none-any.whl",
           "{ index = 'gpu' }",
           {"other | path /w/other-1-py3-none-any.whl"}},
          {"torch", "{ index = 'cpu', extra = 'x' }", {"torch"}},
      }));
  CAPTURE(requirement, entry);
  TempTree tree;
  const std::string extra = entry.find("extra") == std::string::npos
                                ? ""
                                : "[project.optional-dependencies]\nx = ['torch<9']\n";
  tree.write("pyproject.toml", head + "dependencies = [\"" + requirement + "\"]\n" + extra +
                                   "[tool.uv.sources]\ntorch = " + entry + "\n" + indexes);
  auto project = read_tree(tree);
  if (!project) FAIL(whole_text(project.error()));
  auto all = shown(project->members[0].requires_dist);
  if (!extra.empty()) {
    CHECK(all.back() == "torch ; extra == 'x' | <9 | https://x/cpu !");
    all.pop_back();
  }
  CHECK(all == expected);
}

TEST_CASE("an extra or group of a source limits it and is its conflict item", "[sources][lower]") {
  TempTree tree;
  tree.write("pyproject.toml", head + R"([project.optional-dependencies]
cpu = ["torch"]
gpu = ["torch"]
[dependency-groups]
dev = ["torch"]
[tool.uv.sources]
torch = [{ index = "cpu", extra = "cpu" }, { index = "gpu", group = "dev" }]
)" + indexes);
  const auto project = read_tree(tree);
  if (!project) FAIL(whole_text(project.error()));
  const ProjectMember& member = project->members[0];
  CHECK(shown(member.requires_dist) ==
        std::vector<std::string>{"torch ; extra == 'cpu' | https://x/cpu !",
                                 "torch ; extra == 'gpu'"});
  const auto& group = member.groups.at(*GroupName::parse("dev"));
  CHECK(shown(group.requirements) == std::vector<std::string>{"torch | https://x/gpu !"});
  CHECK(group.requirements[0].registry()->conflict ==
        ConflictItem{*PackageName::parse("project"), *GroupName::parse("dev")});
}

TEST_CASE("sources that a project cannot have are refused", "[sources][lower]") {
  const auto [toml, part] = GENERATE(table<std::string, std::string>({
      {"dependencies = ['torch']\n[tool.uv.sources]\ntorch = { index = 'none' }\n",
       "Failed to parse entry: `torch`\nPackage `torch` references an undeclared index: `none`"},
      {"dependencies = ['torch']\n[tool.uv.sources]\ntorch = { workspace = true }\n",
       "`torch` references a workspace in `tool.uv.sources` (e.g., `torch = { workspace = true "
       "}`), but is not a workspace member"},
      {"dependencies = ['torch']\n[tool.uv.sources]\ntorch = { path = 'a.whl', editable = true }\n",
       "Source with `editable = true` must refer to a local directory, not a file: `a.whl`"},
      {"[tool.uv.sources]\ntorch = { index = 'none', extra = 'x' }\n",
       "Source entry for `torch` only applies to extra `x`, but the `x` extra does not exist."},
      {"optional-dependencies = { x = ['rich'] }\n[tool.uv.sources]\ntorch = { index = 'none', "
       "extra = 'x' }\n",
       "Source entry for `torch` only applies to extra `x`, but `torch` was not found under the "
       "`project.optional-dependencies` section"},
      {"[tool.uv.sources]\ntorch = { index = 'none', group = 'x' }\n",
       "Source entry for `torch` only applies to dependency group `x`, but the `x` group does not "
       "exist."},
      {"[dependency-groups]\nx = ['rich']\n[tool.uv.sources]\ntorch = { index = 'none', group = "
       "'x' }\n",
       "Source entry for `torch` only applies to dependency group `x`, but `torch` was not found "
       "under the `dependency-groups` section"},
      {"[dependency-groups]\nx = ['torch']\n[tool.uv.sources]\ntorch = { index = 'none', group = "
       "'x' }\n",
       "Failed to parse entry in group `x`: `torch`"},
      {"dependencies = ['torch @ ftp://x/a.whl']\n", "has a scheme that is not supported"},
      {"dependencies = ['torch @ https://u:p@x/a.txt']\n",
       "Expected direct URL (`https://****@x/a.txt`) to end in a supported file extension"},
  }));
  CAPTURE(toml);
  TempTree tree;
  tree.write("pyproject.toml", head + toml);
  const auto project = read_tree(tree);
  REQUIRE_FALSE(project);
  CAPTURE(whole_text(project.error()));
  CHECK(says(project.error(), part));
  CHECK_FALSE(says(project.error(), "u:p"));
  CHECK(project.error().file == (tree / "pyproject.toml").string());
}

TEST_CASE("an index of a configuration file cannot be named, of the command line it can",
          "[sources]") {
  TempTree tree;
  tree.write("pyproject.toml",
             head + "dependencies = ['torch']\n[tool.uv.sources]\ntorch = { index = 'mine' }\n");
  IndexDefinition index;
  index.name = "mine";
  index.url = *IndexUrl::parse("https://x/mine", "/");
  index.origin = IndexOrigin::user;
  ProjectRequest request;
  request.directory = tree.path();
  request.other_indexes = {index};
  const auto refused = read_project(request);
  REQUIRE_FALSE(refused);
  CHECK(says(refused.error(),
             "hint: Index `mine` was found in a user-level `uv.toml`, but indexes referenced via "
             "`tool.uv.sources` must be "
             "defined in the project's `pyproject.toml`"));
  request.command_line_indexes = {index};
  const auto project = read_project(request);
  REQUIRE(project);
  CHECK(shown(project->members[0].requires_dist) ==
        std::vector<std::string>{"torch | https://x/mine"});
}

TEST_CASE("sources can be left aside", "[sources]") {
  TempTree tree;
  tree.write("pyproject.toml", head +
                                   "dependencies = ['torch', 'rich']\n[tool.uv.sources]\ntorch = { "
                                   "index = 'cpu' }\nrich = { index = 'cpu' }\n" +
                                   indexes);
  ProjectRequest request;
  request.directory = tree.path();
  request.no_sources_package = {*PackageName::parse("torch")};
  CHECK(shown(read_project(request)->members[0].requires_dist) ==
        std::vector<std::string>{"torch", "rich | https://x/cpu"});
  request.no_sources = true;
  CHECK(shown(read_project(request)->members[0].requires_dist) ==
        std::vector<std::string>{"torch", "rich"});
}
