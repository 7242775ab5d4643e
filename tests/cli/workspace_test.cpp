// SPDX-License-Identifier: MIT
// Workspaces as far as the lock is concerned: one lock at the root for all members.
#include "cli/arms_project.hpp"
#include "cli/expect.hpp"
#include "support/wheel_builder.hpp"

namespace axle::test {
namespace {

constexpr std::string_view workspace_universe = R"(
  [simple]
  numpy 1.26.0
  numpy 2.1.0
  plot 3.0 : numpy
  qt 6.0
  pytest 8.0
  ruff 0.5
  words 1.0
  [cpu html]
  torch 2.4.0+cpu : numpy
  [cu124 html]
  torch 2.4.0+cu124 : numpy
)";

/// A root with members `alpha` (accelerators), `beta` (an extra, groups) and `gamma` (a wheel of
/// the tree), and a directory that is excluded.
struct Workspace {
  FakeIndex index{workspace_universe};
  AxleRun axle;

  Workspace() {
    axle.write("pyproject.toml", fmt::format(R"([project]
name = "root"
version = "0.1"
requires-python = ">=3.9"
dependencies = ["alpha"]
[dependency-groups]
dev = ["pytest"]
[tool.uv]
package = false
conflicts = [
  [{{package = "alpha", extra = "cpu"}}, {{package = "alpha", extra = "cu124"}}],
  [{{package = "beta", group = "old"}}, {{package = "beta", group = "new"}}],
]
[tool.uv.workspace]
members = ["packages/*"]
exclude = ["packages/left*"]
[tool.uv.sources]
alpha = {{ workspace = true }}
{})",
                                             arms_indexes(index)));
    axle.write("packages/alpha/pyproject.toml", R"([project]
name = "alpha"
version = "1.0"
requires-python = ">=3.10"
dependencies = ["beta"]
[project.optional-dependencies]
cpu = ["torch"]
cu124 = ["torch"]
[tool.uv]
package = false
[tool.uv.sources]
beta = { workspace = true }
torch = [{ index = "cpu", extra = "cpu" }, { index = "cu124", extra = "cu124" }]
)");
    axle.write("packages/beta/pyproject.toml", R"([project]
name = "beta"
version = "2.0"
dependencies = ["plot"]
[project.optional-dependencies]
gui = ["qt"]
[dependency-groups]
dev = ["ruff"]
old = ["numpy<2"]
new = ["numpy>=2"]
[tool.uv]
package = false
)");
    axle.write("packages/gamma/pyproject.toml", R"([project]
name = "gamma"
version = "3.0"
dependencies = ["beta[gui]", "local-pkg"]
[tool.uv]
package = false
[tool.uv.sources]
beta = { workspace = true }
local-pkg = { path = "../../wheels/local_pkg-1.0-py3-none-any.whl" }
)");
    axle.write("packages/left-out/pyproject.toml",
               "[project]\nname = \"left-out\"\nversion = \"1\"\n");
    const WheelBuilder wheel =
        WheelBuilder("local-pkg", "1.0").file("local_pkg/__init__.py", "").requires_dist("words");
    axle.write("wheels/" + wheel.filename(), wheel.bytes());
  }

  std::string lock() const { return read_text(axle.project() / "uv.lock"); }
  std::string installed() {
    std::string text = axle.quietly("pip freeze").out;
    std::ranges::replace(text, '\n', ' ');
    return text;
  }
};

TEST_CASE("a workspace has one lock, at its root, wherever the command is run") {
  Workspace work;
  expect_exit(work.axle("lock --directory packages/beta"), 0);
  CHECK(!std::filesystem::exists(work.axle.project() / "packages/beta/uv.lock"));
  const std::string lock = work.lock();
  for (const char* part :
       {"requires-python = \">=3.10\"",
        "members = [\n    \"alpha\",\n    \"beta\",\n    \"gamma\",\n    \"root\",\n]",
        "{ package = \"alpha\", extra = \"cpu\" }", "{ package = \"beta\", group = \"old\" }",
        "source = { virtual = \"packages/alpha\" }",
        "source = { path = \"wheels/local_pkg-1.0-py3-none-any.whl\" }",
        "{ name = \"beta\", extras = [\"gui\"], virtual = \"packages/beta\" }",
        "extra == 'extra-5-alpha-cpu'", "group-4-beta-old"}) {
    INFO(part);
    CHECK(lock.find(part) != std::string::npos);
  }
  CHECK(lock.find("left-out") == std::string::npos);
  work.index.server().forget_requests();
  for (const char* directory : {".", "packages/alpha", "packages/gamma"})
    expect_exit(work.axle(fmt::format("lock --check --directory {}", directory)), 0);
  CHECK(work.index.server().request_lines().empty());
  CHECK(work.lock() == lock);
}

TEST_CASE("a member's change makes the lock out of date") {
  Workspace work;
  expect_exit(work.axle("lock"), 0);
  const std::string lock = work.lock();
  work.axle.write("packages/beta/pyproject.toml",
                  "[project]\nname = \"beta\"\nversion = \"2.0\"\ndependencies = []\n");
  expect_exit(work.axle("lock --check"), 1);
  expect_exit(work.axle("sync --locked --directory packages/alpha"), 1);
  std::filesystem::remove_all(work.axle.project() / "packages/gamma");
  const AxleResult frozen = work.axle("lock --check -v");
  expect_exit(frozen, 1);
  expect_said(frozen, {"`gamma` is no member any more"});
  CHECK(work.lock() == lock);
  work.axle.write("packages/delta/pyproject.toml",
                  "[project]\nname = \"delta\"\nversion = \"1\"\n");
  // What the lock does not know is no concern of `--frozen`, which goes by the lock alone.
  expect_exit(work.axle("sync --frozen"), 0);
}

TEST_CASE("sync takes the member of the directory, one by name, or all") {
  Workspace work;
  expect_exit(work.axle("sync"), 0);
  CHECK(work.installed() == "numpy==2.1.0 plot==3.0 pytest==8.0 ");
  expect_exit(work.axle("sync --directory packages/gamma"), 0);
  CHECK(std::filesystem::exists(work.axle.venv()));
  CHECK(!std::filesystem::exists(work.axle.project() / "packages/gamma/.venv"));
  CHECK(work.installed().find("local-pkg @ file://") != std::string::npos);
  CHECK(work.installed().find("qt==6.0") != std::string::npos);
  CHECK(work.installed().find("pytest") == std::string::npos);
  expect_exit(work.axle("sync --package beta --extra gui"), 0);
  CHECK(work.installed() == "numpy==2.1.0 plot==3.0 qt==6.0 ruff==0.5 ");
  expect_exit(work.axle("sync --package alpha --extra cu124 --no-dev"), 0);
  CHECK(work.installed() == "numpy==2.1.0 plot==3.0 torch==2.4.0+cu124 ");
  expect_exit(work.axle("sync --package beta --no-dev --group old"), 0);
  CHECK(work.installed() == "numpy==1.26.0 plot==3.0 ");
  expect_exit(work.axle("sync --package beta --only-group new"), 0);
  CHECK(work.installed() == "numpy==2.1.0 ");
  expect_exit(work.axle("sync --all-packages"), 0);
  for (const char* name : {"local-pkg", "plot", "pytest", "qt", "ruff", "words"}) {
    INFO(name);
    CHECK(work.installed().find(name) != std::string::npos);
  }
  expect_exit(work.axle("sync --all-packages --no-install-local --no-dev"), 0);
  CHECK(work.installed() == "numpy==2.1.0 plot==3.0 qt==6.0 words==1.0 ");
}

TEST_CASE("the project that is not installed is the one that was meant") {
  Workspace work;
  expect_exit(work.axle("lock"), 0);
  const auto installed = [&](const std::string& options) {
    const AxleResult result = work.axle("sync --frozen --no-install-project --dry-run " + options);
    expect_exit(result, 0);
    return result.out + result.err;
  };
  // Members that name a backend are installed, so that it shows.
  for (const char* name : {"alpha", "beta"}) {
    const std::filesystem::path file = work.axle.project() / "packages" / name / "pyproject.toml";
    std::string text = read_text(file);
    text.replace(text.find("package = false"), 15, "package = true");
    work.axle.write("packages/" + std::string(name) + "/pyproject.toml", text);
  }
  expect_exit(work.axle("lock"), 0);
  CHECK(installed("--package beta").find(" + beta") == std::string::npos);
  CHECK(installed("--directory packages/beta").find(" + beta") == std::string::npos);
  const std::string beside = installed("--all-packages --directory packages/beta");
  CHECK(beside.find(" + beta") == std::string::npos);
  CHECK(beside.find(" + alpha") != std::string::npos);
  const std::string several = installed("--package alpha --package beta --extra cpu");
  CHECK(several.find(" + alpha") != std::string::npos);
  CHECK(several.find(" + beta") != std::string::npos);
}

TEST_CASE("what conflicts between members is refused by name") {
  Workspace work;
  expect_exit(work.axle("lock"), 0);
  expect_failure(work.axle, "sync --package alpha --extra cpu --extra cu124", 2,
                 {"Extras `cpu` and `cu124` are incompatible", "`alpha[cpu]`"});
  expect_failure(work.axle, "sync --all-packages --group old --group new", 2,
                 {"Groups `new` and `old` are incompatible", "`beta:old`"});
  expect_failure(work.axle, "sync --package left-out", 2, {"`left-out`", "workspace"});
}

TEST_CASE("a member is exported and shown from the one lock") {
  Workspace work;
  expect_exit(work.axle("lock"), 0);
  const AxleResult beta =
      work.axle.quietly("export --package beta --no-hashes --no-header --no-dev");
  expect_exit(beta, 0);
  CHECK(beta.out.find("plot==3.0") != std::string::npos);
  CHECK(beta.out.find("pytest") == std::string::npos);
  const AxleResult all = work.axle.quietly("export --all-packages --no-hashes --no-header");
  expect_exit(all, 0);
  CHECK(all.out.find("words==1.0") != std::string::npos);
  work.axle("tree --universal --frozen");
  work.axle("tree --universal --frozen --all-groups --directory packages/beta --package beta");
  work.axle("why numpy --frozen");
  work.axle("why words --frozen");
  work.axle("why ruff --frozen");
  expect_golden("workspace_tree", work.axle);
}

TEST_CASE("a root without a project has groups of its own") {
  FakeIndex index(workspace_universe);
  AxleRun axle;
  axle.write("pyproject.toml", fmt::format(R"([dependency-groups]
dev = ["pytest"]
docs = ["ruff"]
[tool.uv.workspace]
members = ["one"]
{})",
                                           arms_indexes(index)));
  axle.write(
      "one/pyproject.toml",
      "[project]\nname = \"one\"\nversion = \"1\"\nrequires-python = \">=3.9\"\ndependencies "
      "= [\"words\"]\n[tool.uv]\npackage = false\n");
  expect_exit(axle("lock"), 0);
  const std::string lock = read_text(axle.project() / "uv.lock");
  CHECK(lock.find("[manifest.dependency-groups]") != std::string::npos);
  expect_exit(axle("lock --check"), 0);
  axle("tree --universal --frozen --all-groups");
  axle("why pytest --frozen");
  expect_exit(axle.quietly("sync --frozen --group docs"), 0);
  CHECK(axle.quietly("pip freeze").out == "pytest==8.0\nruff==0.5\nwords==1.0\n");
  expect_exit(axle.quietly("sync --frozen --all-packages"), 0);
  CHECK(axle.quietly("pip freeze").out == "pytest==8.0\nwords==1.0\n");
  expect_golden("workspace_without_project", axle);
}

TEST_CASE("a source distribution that states its metadata is read, not built") {
  FakeIndex index(R"(
    [simple]
    old 1.0 sdist : words
    words 1.0
  )");
  AxleRun axle;
  axle.write("pyproject.toml", small_pyproject(index, "old"));
  expect_exit(axle("lock"), 0);
  const std::string lock = read_text(axle.project() / "uv.lock");
  CHECK(lock.find("old-1.0.tar.gz") != std::string::npos);
  CHECK(lock.find("{ name = \"words\" }") != std::string::npos);
  expect_exit(axle("sync --no-install-package old"), 0);
  CHECK(axle.quietly("pip freeze").out == "words==1.0\n");
  expect_said(axle("sync"), {"Failed to build `old==1.0`"});
}

}  // namespace
}  // namespace axle::test
