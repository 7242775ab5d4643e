// SPDX-License-Identifier: MIT
// What is selected from a lock, and that `--frozen` needs nothing else.
#include <filesystem>

#include "cli/arms_project.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view frozen_universe = R"(
  [simple]
  numpy 2.1.0
  words 1.0
  leaf 1.0
  [cpu html]
  [cu124 html]
)";

/// A root that is no project, unless `root` says so, with the members `one` and `two`.
struct FrozenWorkspace {
  FakeIndex index{frozen_universe};
  AxleRun axle;

  explicit FrozenWorkspace(std::string_view root = {}) {
    axle.write("pyproject.toml", fmt::format(R"({}
[tool.uv.workspace]
members = ["one", "two"]
[tool.uv.sources]
one = {{ workspace = true }}
two = {{ workspace = true }}
{})",
                                             root, arms_indexes(index)));
    member("one", "\"numpy\"", "gui = [\"words\"]");
    member("two", "\"leaf\"", "");
    expect_exit(axle("lock"), 0);
  }
  void member(const std::string& name, std::string_view dependencies, std::string_view extras) {
    axle.write(name + "/pyproject.toml", fmt::format(R"([project]
name = "{}"
version = "1"
requires-python = ">=3.9"
dependencies = [{}]
[project.optional-dependencies]
{}
[tool.uv]
package = false
)",
                                                     name, dependencies, extras));
  }
};

constexpr std::string_view root_project = R"([project]
name = "root"
version = "1"
requires-python = ">=3.9"
dependencies = ["one"]
[project.optional-dependencies]
gui = ["one[gui]"]
[dependency-groups]
dev = ["leaf"]
[tool.uv]
package = false
conflicts = [[{ package = "root", group = "dev" }, { package = "one", extra = "gui" }]]
)";

TEST_CASE("a root that is no project stands for all its members") {
  FrozenWorkspace workspace;
  const AxleResult exported = workspace.axle("export --no-header --no-hashes");
  CHECK(exported.out == "leaf==1.0\n    # via two\nnumpy==2.1.0\n    # via one\n");
  const AxleResult synced = workspace.axle("sync --dry-run");
  expect_said(synced, {"+ leaf==1.0", "+ numpy==2.1.0"});
  const AxleResult one = workspace.axle("export --no-header --no-hashes --package one");
  CHECK(one.out == "numpy==2.1.0\n    # via one\n");
}

TEST_CASE("a conflict is found where a member brings the other half") {
  FrozenWorkspace workspace(root_project);
  for (const char* command :
       {"export --frozen --extra gui", "sync --frozen --dry-run --extra gui"}) {
    const AxleResult refused = workspace.axle(command);
    expect_exit(refused, 2);
    expect_said(refused,
                {"group `dev` (enabled by default)",
                 "are incompatible with the declared conflicts: {`one[gui]`, `root:dev`}"});
  }
  expect_exit(workspace.axle("export --frozen --extra gui --no-dev"), 0);
}

TEST_CASE("frozen needs neither members nor sources, extras or groups of the project") {
  FrozenWorkspace workspace(root_project);
  std::filesystem::remove_all(workspace.axle.project() / "one");
  std::filesystem::remove_all(workspace.axle.project() / "two");
  expect_exit(workspace.axle("sync"), 2);
  const AxleResult synced = workspace.axle("sync --frozen --no-install-workspace --dry-run");
  expect_exit(synced, 0);
  expect_said(synced, {"+ leaf==1.0", "+ numpy==2.1.0"});
  // An extra that only the lock has, a URL that no archive can be at, a group that is gone.
  workspace.axle.write("pyproject.toml", R"([project]
name = "root"
version = "1"
requires-python = ">=3.9"
dependencies = ["fork @ https://x.invalid/fork.git"]
)");
  const AxleResult exported =
      workspace.axle("export --frozen --no-header --no-hashes --no-annotate --extra gui --no-dev");
  CHECK(exported.out == "numpy==2.1.0\nwords==1.0\n");
  expect_said(workspace.axle("tree --frozen --universal --all-groups"), {"leaf v1.0 (group: dev)"});
}

TEST_CASE("a lock that must not change is not upgraded") {
  AxleRun axle;
  for (const char* command : {"lock --check -U", "lock --locked --upgrade",
                              "lock --check --dry-run", "lock --check --frozen", "sync --locked -U",
                              "sync --frozen -U", "export --locked -U", "tree --frozen --upgrade"})
    expect_exit(axle(command), 2);
}

}  // namespace
}  // namespace axle::test
