// SPDX-License-Identifier: MIT
#include "migrate/poetry_migration.hpp"

#include <string>

#include "support/catch.hpp"

using namespace axle;

namespace {

constexpr std::string_view pypi = "https://pypi.invalid/simple";

Result<Migration> migrated(const std::string& text) {
  const auto document = TomlDocument::parse("/p/pyproject.toml", text);
  REQUIRE(document);
  return migrate_poetry(*document, text, pypi);
}

}  // namespace

TEST_CASE("a Poetry project becomes tables in the order that people expect, comments with them") {
  const auto migration = migrated(R"(# The demo.

[tool.poetry]
name = "demo"
version = "1.0"
description = "A demo"
authors = ["A B <a@b.c>"]
packages = [{ include = "demo" }]

[tool.poetry.dependencies]
python = "^3.9"
# the stable series
alpha = "^1.2"  # see the notes
lib = { path = "../lib", develop = true }

[tool.poetry.scripts]
demo = "demo:main"

[tool.poetry.group.test.dependencies]
tester = "~8.1"

[tool.black]
line-length = 100  # as ever

[build-system]
requires = ["poetry-core>=1"]
build-backend = "poetry.core.masonry.api"
)");
  REQUIRE(migration);
  CHECK(migration->notes.empty());
  CHECK(migration->text == R"(# The demo.

[project]
name = "demo"
version = "1.0"
description = "A demo"
authors = [{ name = "A B", email = "a@b.c" }]
requires-python = ">=3.9,<4"
dependencies = [
    # the stable series
    "alpha>=1.2,<2",  # see the notes
    "lib",
]

[project.scripts]
demo = "demo:main"

[dependency-groups]
test = ["tester>=8.1,<8.2"]

[tool.uv]
default-groups = ["test"]

[tool.uv.sources]
lib = { path = "../lib", editable = true }

[tool.poetry]
packages = [{ include = "demo" }]

[tool.black]
line-length = 100  # as ever

[build-system]
requires = ["poetry-core>=2.0.0,<3.0.0"]
build-backend = "poetry.core.masonry.api"
)");
}

TEST_CASE("sources become indexes, and what has no equivalent is named with its line") {
  const auto migration = migrated(R"([tool.poetry]
name = "demo"
version = "1.0"
package-mode = false
requires-poetry = ">=2"
[tool.poetry.dependencies]
torch = { version = "2.5.1", source = "cpu" }
[[tool.poetry.source]]
name = "cpu"
url = "https://cpu.invalid/whl"
priority = "explicit"
)");
  REQUIRE(migration);
  REQUIRE(migration->notes.size() == 2);
  CHECK(migration->notes.front().starts_with("the project does not say for which Pythons it is"));
  CHECK(migration->notes.back() == "line 5: `requires-poetry` is dropped");
  CHECK(migration->text == R"([project]
name = "demo"
version = "1.0"
requires-python = ">=3.4"
dependencies = ["torch==2.5.1"]

[tool.uv]
package = false

[tool.uv.sources]
torch = { index = "cpu" }

[[tool.uv.index]]
name = "cpu"
url = "https://cpu.invalid/whl"
explicit = true
ignore-error-codes = [401, 403]
)");
}

TEST_CASE("what [project] has stays, what it lacks comes from Poetry, what is dynamic is kept") {
  const auto migration = migrated(R"([project]
name = "demo"
description = "mine"
dynamic = ["version", "readme"]
requires-python = ">=3.9"
dependencies = ["alpha<2"]

[tool.poetry]
version = "0.3"
description = "theirs"
license = "MIT"
readme = ["A.md", "B.md"]

[tool.poetry.scripts]
demo = "demo:main"

[tool.poetry.dependencies]
alpha = { platform = "linux" }

[build-system]
requires = ["poetry-core>=1"]
build-backend = "poetry.core.masonry.api"
)");
  REQUIRE(migration);
  CHECK(migration->notes.empty());
  CHECK(migration->text == R"([project]
name = "demo"
description = "mine"
dynamic = ["readme"]
requires-python = ">=3.9"
dependencies = ["alpha<2 ; sys_platform == 'linux'"]
version = "0.3"
license = "MIT"

[project.scripts]
demo = "demo:main"

[tool.poetry]
readme = ["A.md", "B.md"]

[build-system]
requires = ["poetry-core>=2.0.0,<3.0.0"]
build-backend = "poetry.core.masonry.api"
)");
}

TEST_CASE("a version that a plugin finds is named with its line") {
  const auto migration = migrated(
      "[tool.poetry]\nname = 'demo'\nversion = '0.0.0'\n[tool.poetry.dependencies]\n"
      "python = '^3.9'\n[tool.poetry-dynamic-versioning]\nenable = true\n");
  REQUIRE(migration);
  REQUIRE(migration->notes.size() == 1);
  CHECK(migration->notes.front().find("line 3") == 0);
}

TEST_CASE("a file that is no Poetry project is not migrated") {
  const auto migration = migrated("[project]\nname = \"demo\"\n");
  REQUIRE_FALSE(migration);
  CHECK(migration.error().message.find("no Poetry project") != std::string::npos);
}
