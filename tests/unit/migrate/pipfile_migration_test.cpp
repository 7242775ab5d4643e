// SPDX-License-Identifier: MIT
#include "migrate/pipfile_migration.hpp"

#include <string>

#include "support/catch.hpp"

using namespace axle;

namespace {

constexpr std::string_view pipfile_pypi = "https://pypi.invalid/simple";

Result<Migration> pipfile_migrated(const std::string& text, std::string_view pyproject = "") {
  const auto document = TomlDocument::parse("/p/Pipfile", text);
  REQUIRE(document);
  return migrate_pipfile(*document, {.name = "demo", .requires_python = ">=3.9", .directory = "/p"},
                         pipfile_pypi, pyproject);
}

}  // namespace

TEST_CASE("a Pipfile becomes a project: packages, categories, sources, markers") {
  const auto migration = pipfile_migrated(R"([[source]]
name = "pypi"
url = "https://pypi.invalid/simple/"
verify_ssl = true

[[source]]
name = "cpu"
url = "https://cpu.invalid/whl"

[packages]
alpha = "*"
beta = {version = ">=1,<2", extras = ["fast"], sys_platform = "== 'linux'"}
torch = {version = "==2.5.1", index = "cpu"}
tool = {git = "https://git.invalid/tool", ref = "v1"}
lib = {path = "lib", editable = true}

[dev-packages]
tester = "~=8.1"

[docs]
sphinx = "*"

[requires]
python_version = "3.11"

[scripts]
serve = "python -m demo"
)");
  REQUIRE(migration);
  CHECK(migration->text == R"([project]
name = "demo"
version = "0.1.0"
requires-python = "==3.11.*"
dependencies = [
    "alpha",
    "beta[fast]>=1,<2 ; sys_platform == 'linux'",
    "torch==2.5.1",
    "tool",
    "lib",
]

[dependency-groups]
dev = ["tester~=8.1"]
docs = ["sphinx"]

[tool.uv.sources]
torch = { index = "cpu" }
tool = { git = "https://git.invalid/tool", rev = "v1" }
lib = { path = "lib", editable = true }

[[tool.uv.index]]
name = "cpu"
url = "https://cpu.invalid/whl"
explicit = true
)");
  REQUIRE(migration->notes.size() == 1);
  CHECK(migration->notes.front() ==
        "Pipfile line 27: the script `serve` has no equivalent: run `axle run python -m demo`");
}

TEST_CASE("what a Pipfile cannot mean is refused with its line") {
  const auto migration = pipfile_migrated("[packages]\nalpha = \"latest\"\n");
  REQUIRE_FALSE(migration);
  CHECK(migration.error().message.find("Pipfile") != std::string::npos);
}

TEST_CASE("a project that is there already is not overwritten") {
  const auto migration =
      pipfile_migrated("[packages]\nalpha = \"*\"\n", "[project]\nname = \"x\"\n");
  REQUIRE_FALSE(migration);
  CHECK(migration.error().message.find("`[project]` already") != std::string::npos);
}
