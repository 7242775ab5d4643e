// SPDX-License-Identifier: MIT
// Every value of a project file replaced by one of every type, every prefix of it, and every byte
// changed: refused with the place, or read; nothing else.
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/toml_values.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;
using namespace axle::test;

namespace {

/// One of nearly everything that a project file may say.
constexpr std::string_view sample = R"([project]
name = "demo"
version = "0.1"
requires-python = ">=3.9"
dependencies = ["numpy>=1; sys_platform == 'linux'", "torch"]
dynamic = ["readme"]
scripts = { demo = "demo:main" }
[project.optional-dependencies]
cpu = ["torch>=2"]
cu124 = ["torch>=2"]
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[dependency-groups]
dev = ["pytest", { include-group = "lint" }]
lint = ["ruff"]
[tool.uv]
package = false
managed = true
default-groups = ["dev"]
conflicts = [[{ extra = "cpu" }, { extra = "cu124" }]]
environments = ["sys_platform == 'linux'"]
required-environments = ["sys_platform == 'linux' and platform_machine == 'x86_64'"]
constraint-dependencies = ["numpy<3"]
override-dependencies = ["six==1"]
exclude-dependencies = ["left-pad"]
build-constraint-dependencies = ["setuptools<90"]
prerelease = "allow"
resolution = "highest"
fork-strategy = "fewest"
exclude-newer = "2026-01-01T00:00:00Z"
exclude-newer-package = { numpy = "2026-01-02T00:00:00Z" }
index-strategy = "first-index"
no-build = false
no-binary-package = ["numpy"]
link-mode = "copy"
[tool.uv.dependency-groups]
lint = { requires-python = ">=3.10" }
[tool.uv.sources]
torch = [{ index = "cpu", extra = "cpu" }, { index = "main", marker = "sys_platform == 'win32'" }]
numpy = { url = "https://i.example/numpy-1-py3-none-any.whl" }
[tool.uv.workspace]
members = ["packages/*"]
exclude = ["packages/x"]
[[tool.uv.index]]
name = "cpu"
url = "https://i.example/cpu"
explicit = true
format = "flat"
ignore-error-codes = [403]
hash-algorithm = "sha256"
[[tool.uv.index]]
name = "main"
url = "https://i.example/simple"
default = true
[[tool.uv.dependency-metadata]]
name = "old"
version = "1"
requires-dist = ["numpy"]
provides-extras = ["x"]
)";

struct Tree {
  TempTree tree;
  /// Reads the text as a project: either it is one, or the error is about it and names a place.
  void check(const std::string& text) const {
    tree.write("pyproject.toml", text);
    const auto project = read_tree(tree);
    if (project) return;
    const Error& error = project.error();
    INFO(whole_text(error));
    INFO(text.substr(0, 4000));
    CHECK(error.kind == ErrorKind::invalid_input);
    CHECK(says(error, "pyproject.toml") + says(error, "line ") + says(error, "`") > 0);
  }
};

}  // namespace

TEST_CASE("the sample project is good", "[project]") {
  const Tree here;
  here.tree.write("pyproject.toml", sample);
  const auto project = read_tree(here.tree);
  if (!project) FAIL(whole_text(project.error()));
}

TEST_CASE("a value of another type is refused with its place, in every place", "[project]") {
  const Tree here;
  const std::string text(sample);
  const std::string other =
      GENERATE("1", "-1", "1.5", "true", "\"\"", "\"\\u0000\"", "[]", "[[]]", "[1]", "[{}]", "{}",
               "{ a = 1 }", "1979-05-27", "[\"\"]", "nan");
  CAPTURE(other);
  for (const auto& [start, end] : values_of(text))
    here.check(text.substr(0, start) + other + text.substr(end));
}

TEST_CASE("a project file that is cut at any byte is refused with its place, or reads",
          "[project]") {
  const Tree here;
  for (std::size_t length = 0; length < sample.size(); length += 3)
    here.check(std::string(sample.substr(0, length)));
}

TEST_CASE("a project file with a byte changed is refused with its place, or reads", "[project]") {
  const Tree here;
  for (std::size_t i = 0; i < sample.size(); i += 2) {
    std::string text(sample);
    text[i] = "\0\"\n\x80[}"[i / 2 % 6];
    here.check(text);
  }
}

TEST_CASE("keys that are written twice are refused", "[project]") {
  const Tree here;
  for (const char* line : {"name = \"demo\"\n", "dependencies = []\n"}) {
    std::string text(sample);
    text.insert(text.find("version = "), line);
    text.insert(text.find("version = "), line);
    here.tree.write("pyproject.toml", text);
    const auto project = read_tree(here.tree);
    REQUIRE_FALSE(project);
    CHECK(says(project.error(), "line "));
  }
}

TEST_CASE("megabytes of markers in a project come to an end", "[project]") {
  const Tree here;
  std::string text = "[project]\nname = \"demo\"\nversion = \"1\"\ndependencies = [\n";
  for (unsigned i = 0; text.size() < (4U << 20); ++i)
    text += "  \"a; platform_release == 'r" + std::to_string(i) + "' and (platform_version != 'v" +
            std::to_string(i * 7919U % 100'003) + "' or platform_machine == 'm" +
            std::to_string(i * 104'729U % 99'991) + "')\",\n";
  here.check(text + "]\n");
}
