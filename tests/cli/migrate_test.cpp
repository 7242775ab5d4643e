// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/expect.hpp"
#include "support/fake_index.hpp"

namespace axle::test {
namespace {

constexpr std::string_view migrate_universe = R"(
  [simple]
  alpha 1.2.0 : gamma
  alpha 2.0.0
  gamma 1.0
  tester 8.1
)";

TEST_CASE("`migrate --dry-run` shows the change and writes nothing, `migrate` writes it") {
  FakeIndex index{std::string(migrate_universe)};
  AxleRun axle;
  axle.write("pyproject.toml", fmt::format(R"([tool.poetry]
name = "demo"
version = "0.1"
package-mode = false

[tool.poetry.dependencies]
python = "^3.9"
alpha = "^1.2"  # the stable series

[[tool.poetry.source]]
name = "main"
url = "{}"
)",
                                           index.url()));
  axle.write("poetry.lock", "# nothing of use\n");
  const auto before = axle.state();
  const AxleResult shown = axle.quietly("migrate --dry-run");
  INFO(explain(shown));
  REQUIRE(shown.exit_code == 0);
  CHECK(shown.out.find("-alpha = \"^1.2\"  # the stable series\n") != std::string::npos);
  CHECK(shown.out.find("+    \"alpha>=1.2,<2\",  # the stable series\n") != std::string::npos);
  CHECK(difference(before, axle.state()) == "");

  const AxleResult migrated = axle("migrate");
  INFO(explain(migrated));
  REQUIRE(migrated.exit_code == 0);
  expect_said(migrated, {"axle lock", "`poetry.lock` is not read any more"});
  const AxleResult synced = axle.quietly("sync");
  INFO(explain(synced));
  CHECK(synced.exit_code == 0);
  expect_said(synced, {"alpha==1.2.0", "gamma==1.0"});
  const AxleResult again = axle.quietly("migrate");
  CHECK(again.exit_code == 2);
  expect_said(again, {"there is nothing to migrate", "hint"});
}

TEST_CASE("requirements files and their pip-tools pairs become a project with groups") {
  FakeIndex index{std::string(migrate_universe)};
  AxleRun axle;
  axle.write("requirements.in", fmt::format("--index-url {}\nalpha<2\n", index.url()));
  axle.write("requirements.txt", "alpha==1.2.0\ngamma==1.0\n");
  axle.write("requirements-dev.in", "-c requirements.txt\ntester\n-e .\n");
  const AxleResult migrated = axle("migrate");
  INFO(explain(migrated));
  REQUIRE(migrated.exit_code == 0);
  expect_said(migrated, {"requirements-dev.in: `-e .` is dropped"});
  const std::string text = read_text(axle.project() / "pyproject.toml");
  CHECK(text.find("dependencies = [\"alpha<2\"]\n") != std::string::npos);
  CHECK(text.find("[dependency-groups]\ndev = [\"tester\"]\n") != std::string::npos);
  CHECK(text.find("constraint-dependencies") == std::string::npos);
  const AxleResult synced = axle.quietly("sync");
  INFO(explain(synced));
  expect_said(synced, {"alpha==1.2.0", "gamma==1.0", "tester==8.1"});
}

TEST_CASE("the first lock of a Poetry project keeps the versions of poetry.lock") {
  FakeIndex index{std::string(migrate_universe)};
  AxleRun axle;
  axle.write("pyproject.toml", fmt::format(R"([tool.poetry]
name = "demo"
version = "0.1"
package-mode = false
[tool.poetry.dependencies]
alpha = "*"
[[tool.poetry.source]]
name = "main"
url = "{}"
)",
                                           index.url()));
  axle.write("poetry.lock", "[[package]]\nname = \"alpha\"\nversion = \"1.2.0\"\n");
  expect_said(axle.quietly("sync"), {"alpha==1.2.0"});
  expect_said(axle.quietly("sync --upgrade"), {"alpha==2.0.0"});
}

TEST_CASE("a Pipfile becomes a project") {
  FakeIndex index{std::string(migrate_universe)};
  AxleRun axle;
  axle.write("Pipfile", fmt::format("[[source]]\nurl = \"{}\"\n[packages]\nalpha = \"==1.*\"\n"
                                    "[dev-packages]\ntester = \"*\"\n",
                                    index.url()));
  expect_exit(axle("migrate"), 0);
  const AxleResult synced = axle.quietly("sync");
  INFO(explain(synced));
  expect_said(synced, {"alpha==1.2.0", "tester==8.1"});
}

}  // namespace
}  // namespace axle::test
