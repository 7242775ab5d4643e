// SPDX-License-Identifier: MIT
#include "project/pyproject.hpp"

#include "support/catch.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;
using axle::test::parse;
using axle::test::says;
using axle::test::whole_text;

TEST_CASE("the project table is read", "[pyproject]") {
  const auto file = parse(R"([project]
name = "My_Project"
version = "1.0"
requires-python = ">=3.9"
dependencies = ["torch>=2.5 ; sys_platform == 'linux'", "rich[jupyter]"]
[project.optional-dependencies]
zeta = ["a"]
Alpha_Two = []
[build-system]
requires = ["hatchling"]
)");
  if (!file) FAIL(whole_text(file.error()));
  REQUIRE(file->project);
  CHECK(file->project->name.text() == "my-project");
  CHECK(file->project->version->to_string() == "1.0");
  CHECK(file->project->dependencies.size() == 2);
  REQUIRE(file->project->optional_dependencies.size() == 2);
  CHECK(file->project->optional_dependencies[0].first.text() == "zeta");
  CHECK(file->project->optional_dependencies[1].first.text() == "alpha-two");
  CHECK(file->has_build_system);
}

TEST_CASE("indexes are read", "[pyproject]") {
  const auto file = parse(R"([[tool.uv.index]]
name = "pytorch-cu124"
url = "https://user:secret@example.org/whl/cu124/"
explicit = true
format = "flat"
authenticate = "never"
ignore-error-codes = [401, 403]
cache-control = { api = "max-age=600" }
exclude-newer = "1 day"
exclude-newer-package = { torch = false }
whatever = 1
[[tool.uv.index]]
url = "wheels"
default = true
)");
  if (!file) FAIL(whole_text(file.error()));
  REQUIRE(file->indexes.size() == 2);
  const IndexDefinition& index = file->indexes[0];
  CHECK(index.name == "pytorch-cu124");
  CHECK(index.url.text() == "https://example.org/whl/cu124/");
  CHECK(index.is_explicit);
  CHECK(index.format == IndexFormat::flat);
  CHECK(index.authenticate == IndexAuthentication::never);
  CHECK(index.ignored_status_codes == std::vector<std::uint16_t>{401, 403});
  CHECK(index.cache_control_api == "max-age=600");
  CHECK(index.exclude_newer == UploadCutoff(std::int64_t{1772323200 - 86400} * 1000));
  CHECK(index.exclude_newer_package.at(*PackageName::parse("torch")) == UploadCutoff());
  CHECK(file->indexes[1].url.local_path() == "/project/wheels");
  CHECK(file->indexes[1].is_default);
}

TEST_CASE("tool.axle goes before tool.uv, key by key", "[pyproject]") {
  const auto file = parse(R"([tool.uv]
package = false
default-groups = ["a"]
[tool.axle]
default-groups = "all"
)");
  REQUIRE(file);
  CHECK(file->settings.is_package == false);
  CHECK(file->settings.default_groups.all);
  CHECK(file->settings.default_groups.groups.empty());
}

TEST_CASE("the other keys of a project are read", "[pyproject]") {
  const auto file = parse(R"([tool.uv]
environments = ["sys_platform == 'linux'", "sys_platform == 'darwin'"]
required-environments = "sys_platform == 'win32'"
conflicts = [[{ extra = "cpu" }, { extra = "gpu" }, { package = "other", group = "dev" }]]
minimum-libc-version = { glibc = "2.28" }
constraint-dependencies = ["numpy<2"]
build-constraint-dependencies = ["setuptools<80", { requirement = "wheel==1", hashes = ["sha256:00"] }]
override-dependencies = ["sympy==1.13.3", { package = { name = "torch", version = "2.5" }, dependencies = ["jinja2>=3", "mpmath"] }]
exclude-dependencies = ["nvidia-nccl-cu12", { package = { name = "a" }, dependencies = ["b"] }]
dev-dependencies = ["pytest"]
managed = false
[tool.uv.dependency-groups.dev]
requires-python = ">=3.12"
[tool.uv.workspace]
members = ["libs/*"]
exclude = ["libs/old"]
)");
  if (!file) FAIL(whole_text(file.error()));
  const ProjectSettings& settings = file->settings;
  CHECK(settings.environments.size() == 2);
  CHECK(settings.required_environments.size() == 1);
  REQUIRE(settings.conflicts.size() == 1);
  CHECK(settings.conflicts[0].items.size() == 3);
  CHECK(settings.minimum_libc->glibc == std::pair(2U, 28U));
  CHECK_FALSE(settings.minimum_libc->musl);
  CHECK(settings.constraints.size() == 1);
  REQUIRE(settings.build_constraints.size() == 2);
  CHECK(settings.build_constraints[1].hashes == std::vector<std::string>{"sha256:00"});
  REQUIRE(settings.overrides.size() == 3);
  CHECK_FALSE(settings.overrides[0].scope);
  CHECK(settings.overrides[2].scope->version->to_string() == "2.5");
  REQUIRE(settings.excludes.size() == 2);
  CHECK(settings.excludes[1].scope->package.text() == "a");
  CHECK(settings.dev_dependencies->size() == 1);
  CHECK_FALSE(settings.is_managed);
  CHECK(settings.group_requires_python.at(*GroupName::parse("dev")).to_string() == ">=3.12");
  CHECK(settings.workspace_members == std::vector<std::string>{"libs/*"});
  CHECK(settings.workspace_exclude == std::vector<std::string>{"libs/old"});
}

TEST_CASE("what is wrong in a project file is named with its place", "[pyproject]") {
  const auto [text, place, part] = GENERATE(table<std::string, std::string, std::string>({
      {"[project]\nversion = '1'\n", "line 1", "the required `project.name` field is not set"},
      {"[project]\nname = 'a'\n", "line 1",
       "the required `project.version` field is neither set nor present in the `project.dynamic` "
       "list"},
      {"[project]\nname = '-a'\nversion = '1'\n", "line 2, column 8", "-a"},
      {"[project]\nname = 'a'\nversion = 'one'\n", "line 3, column 11", "`one`"},
      {"[project]\nname = 1\n", "line 2, column 8", "invalid type: integer `1`, expected a string"},
      {"[project]\nname = 'a'\nversion = '1'\ndependencies = ['x >>> 1']\n", "line 4, column 17",
       "x"},
      {"[project]\nname = 'a'\nversion = '1'\ndependencies = 'x'\n", "line 4",
       "expected a sequence"},
      {"[project]\nname = 'a'\nversion = '1'\n[project.optional-dependencies]\na-b = []\na_b = "
       "[]\n",
       "line 6", "duplicate normalized extra name `a-b`"},
      {"[dependency-groups]\na-b = []\nA_B = []\n", "line 3", "duplicate dependency group: `a-b`"},
      {"[dependency-groups]\na = ['x ==']\n", "line 2",
       "Failed to parse entry in group `a`: `x ==`"},
      {"[dependency-groups]\na = [{ path = 'x' }]\n", "line 2",
       "Group `a` contains an unknown dependency object specifier"},
      {"[[tool.uv.index]]\nname = 'a'\n", "line 1", "missing field `url`"},
      {"[[tool.uv.index]]\nurl = 'https://x/simple'\nexplicit = true\n", "line 3",
       "An index with `explicit = true` requires a `name`: https://x/simple"},
      {"[[tool.uv.index]]\nurl = 'https://x'\nname = 'a b'\n", "line 3",
       "Index names may only contain letters, digits, hyphens, underscores, and periods"},
      {"[[tool.uv.index]]\nurl = 'https://x'\nname = ''\n", "line 3",
       "Index included a name, but the name was empty"},
      {"[[tool.uv.index]]\nname = 'a'\nurl = 'https://x'\n[[tool.uv.index]]\nname = 'a'\nurl = "
       "'https://y'\n",
       "line 4", "duplicate index name `a`"},
      {"[[tool.uv.index]]\nurl = 'https://x'\ndefault = true\n[[tool.uv.index]]\nurl = "
       "'https://y'\ndefault = true\n",
       "line 4",
       "found multiple indexes with `default = true`; only one index may be marked as default"},
      {"[[tool.uv.index]]\nurl = 'ftp://x'\n", "line 2", "its scheme is `ftp`"},
      {"[[tool.uv.index]]\nurl = 'https://x'\nformat = 'flatt'\n", "line 3",
       "unknown variant `flatt`, expected one of `simple`, `flat`"},
      {"[[tool.uv.index]]\nurl = 'https://x'\nignore-error-codes = [99]\n", "line 3",
       "99 is not a valid HTTP status code"},
      {"[[tool.uv.index]]\nurl = 'https://x'\ncache-control = { api = \"a\\u0001\" }\n", "line 3",
       "is not a valid header value"},
      {"[tool.uv]\nconflicts = [[]]\n", "line 2",
       "Each set of conflicts must have at least two entries, but found none"},
      {"[tool.uv]\nconflicts = [[{ extra = 'a' }, { extra = 'a' }]]\n", "line 2",
       "Each set of conflicts must have at least two entries, but found only one"},
      {"[tool.uv]\nconflicts = [[{ extra = 'a', group = 'b' }]]\n", "line 2",
       "Expected one of `extra` or `group` in conflicting entry, but found both"},
      {"[tool.uv]\nconflicts = [[{}]]\n", "line 2",
       "Expected `package`, `extra` or `group` field in conflicting entry"},
      {"[tool.uv]\nconflicts = [[{ extras = 'a' }]]\n", "line 2",
       "unknown field `extras`, expected one of `package`, `extra`, `group`"},
      {"[tool.uv]\nenvironments = [\"sys_platform == 'linux'\", \"os_name == 'posix'\"]\n",
       "line 2",
       "Supported environments must be disjoint, but the following markers overlap: `sys_platform "
       "== 'linux'` and `os_name == 'posix'`."},
      {"[tool.uv]\nenvironments = ['nonsense']\n", "line 2, column 17", "nonsense"},
      {"[tool.uv]\nminimum-libc-version = { glibc = '2' }\n", "line 2", "expected two numbers"},
      {"[tool.uv]\nminimum-libc-version = { uclibc = '2.1' }\n", "line 2",
       "unknown field `uclibc`"},
      {"[tool.uv]\ndefault-groups = 'none'\n", "line 2", "default-groups must be \"all\" or a"},
      {"[tool.uv]\nworkspace = { member = [] }\n", "line 2", "unknown field `member`"},
      {"[tool.uv]\noverride-dependencies = [{ package = { name = 'a' }, dependencies = ['b @ "
       "https://x/b.whl'] }]\n",
       "line 2", "a scoped override may only name versions"},
      {"[tool.uv]\nexclude-dependencies = ['a b']\n", "line 2, column 25", "a b"},
      {"tool.uv = 1\n", "line 1", "expected a map at `tool.uv`"},
      {"[[tool.uv.index]]\nurl = 'https://x'\nexclude-newer = true\n", "line 3",
       "expected false to disable exclude-newer, got true"},
  }));
  CAPTURE(text);
  const auto file = parse(text);
  REQUIRE_FALSE(file);
  CAPTURE(whole_text(file.error()));
  CHECK(file.error().kind == ErrorKind::invalid_input);
  CHECK(file.error().code == ErrorCode::project);
  CHECK(file.error().file == "/project/pyproject.toml");
  CHECK(file.error().member.starts_with(place));
  CHECK(says(file.error(), part));
}

TEST_CASE("a dynamic version need not be written", "[pyproject]") {
  const auto file = parse("[project]\nname = 'a'\ndynamic = ['version', 'dependencies']\n");
  REQUIRE(file);
  CHECK_FALSE(file->project->version);
  CHECK(file->project->is_dynamic("version"));
}
