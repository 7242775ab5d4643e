// SPDX-License-Identifier: MIT
// What the flags about the lock allow, and what is said.
#include "cli/arms_project.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view lock_flags_universe = R"(
  [simple]
  numpy 1.26.0
  numpy 2.1.0
  pytest 8.0
  ruff 0.5
  words 1.0
  [other]
  words 1.0
)";

struct LockFlagsDemo {
  FakeIndex index{lock_flags_universe};
  AxleRun axle;

  LockFlagsDemo() { write("\"numpy\""); }
  /// The project with other dependencies.
  void write(const std::string& dependencies, const std::string& rest = {}) const {
    axle.write("pyproject.toml", fmt::format(R"([project]
name = "demo"
version = "0.1"
requires-python = ">=3.9"
dependencies = [{}]
[dependency-groups]
dev = ["pytest"]
old = ["ruff"]
[tool.uv]
package = false
conflicts = [[{{ group = "dev" }}, {{ group = "old" }}]]
{}{})",
                                             dependencies, rest, arms_indexes(index)));
  }
  std::string lock() const { return read_text(axle.project() / "uv.lock"); }
};

TEST_CASE("a dry run under --locked plans, then says that the lock is out of date") {
  LockFlagsDemo demo;
  expect_exit(demo.axle("sync"), 0);
  demo.write("\"numpy<2\", \"words\"");
  const auto before = demo.axle.state();
  const AxleResult planned = demo.axle("sync --locked --dry-run");
  expect_exit(planned, 1);
  expect_said(planned, {"Would use project environment at: .venv", "- numpy==2.1.0",
                        "+ numpy==1.26.0", "+ words==1.0",
                        "error: The lockfile at `uv.lock` needs to be updated, but `--locked` was "
                        "provided",
                        "axle lock"});
  expect_not_said(planned, "lockfile at: uv.lock");
  const AxleResult refused = demo.axle("sync --locked");
  expect_exit(refused, 1);
  expect_not_said(refused, "numpy==1.26.0");
  const AxleResult dry = demo.axle("sync --dry-run");
  expect_exit(dry, 0);
  expect_said(dry, {"Would update lockfile at: uv.lock"});
  const AxleResult check = demo.axle("sync --check");
  expect_exit(check, 1);
  expect_said(check, {"Would update lockfile at: uv.lock", "outdated"});
  CHECK(difference(before, demo.axle.state()) == "");
}

TEST_CASE("limits for packages that nobody needs do not make a lock stale") {
  LockFlagsDemo demo;
  expect_exit(demo.axle("lock"), 0);
  const std::string before = demo.lock();
  demo.write("\"numpy\"", R"(constraint-dependencies = ["words<1", "numpy"]
override-dependencies = ["six==1"]
exclude-dependencies = ["attrs"]
)");
  expect_exit(demo.axle("lock --check"), 0);
  expect_exit(demo.axle("lock"), 0);
  CHECK(demo.lock() == before);
  demo.write("\"numpy\"", "constraint-dependencies = [\"numpy<2\"]\n");
  expect_exit(demo.axle("lock --check"), 1);
}

TEST_CASE("a dry run of lock shows what would change and writes nothing") {
  LockFlagsDemo demo;
  const AxleResult first = demo.axle("lock --dry-run");
  expect_exit(first, 0);
  expect_said(first, {"Add demo v0.1", "Add numpy v2.1.0", "Add pytest v8.0"});
  CHECK(!std::filesystem::exists(demo.axle.project() / "uv.lock"));
  expect_exit(demo.axle("lock"), 0);
  const std::string lock = demo.lock();
  expect_said(demo.axle("lock --dry-run"), {"No lockfile changes detected"});
  demo.write("\"numpy>=1\"");
  expect_said(demo.axle("lock --dry-run"), {"Lockfile changes detected"});
  demo.write("\"numpy<2\", \"words\"");
  expect_said(demo.axle("lock --dry-run"), {"Update numpy v2.1.0 -> v1.26.0", "Add words v1.0"});
  CHECK(demo.lock() == lock);
  const AxleResult changed = demo.axle("lock");
  expect_said(changed, {"Updated numpy v2.1.0 -> v1.26.0", "Added words v1.0"});
  demo.write("\"numpy\"");
  expect_said(demo.axle("lock"), {"Removed words v1.0"});
}

TEST_CASE("frozen takes the lock as it is, and lock says that this checks nothing") {
  LockFlagsDemo demo;
  for (const char* command :
       {"lock --frozen", "sync --frozen", "export --frozen", "tree --frozen"}) {
    const AxleResult missing = demo.axle(command);
    expect_exit(missing, 1);
    expect_said(missing, {"Unable to find lockfile at `uv.lock`, but `--frozen` was provided"});
  }
  expect_exit(demo.axle("lock"), 0);
  demo.write("\"numpy\", \"words\"");
  demo.index.server().forget_requests();
  const AxleResult frozen = demo.axle("lock --frozen");
  expect_exit(frozen, 0);
  expect_said(frozen, {"only checked for validity", "use `--check` instead"});
  expect_exit(demo.axle("sync --frozen --dry-run"), 0);
  CHECK(demo.index.server().request_lines().empty());
}

TEST_CASE("the variables do what the flags do, and flags beat them") {
  LockFlagsDemo demo;
  expect_exit(demo.axle("lock"), 0);
  demo.write("\"numpy\", \"words\"");
  demo.axle.set("UV_LOCKED", "1");
  expect_exit(demo.axle("lock"), 1);
  expect_exit(demo.axle("sync --frozen --dry-run"), 0);
  expect_exit(demo.axle("lock --no-locked --dry-run"), 0);
  demo.axle.unset("UV_LOCKED");
  demo.axle.set("UV_FROZEN", "1");
  const AxleResult plan = demo.axle("sync --dry-run");
  expect_exit(plan, 0);
  expect_not_said(plan, "words");
  expect_exit(demo.axle("lock --check"), 1);
  expect_said(demo.axle("sync --no-frozen --dry-run"), {"+ words==1.0"});
  expect_exit(demo.axle("lock --locked --frozen"), 2);
}

TEST_CASE("a group that is on by default is named as such in a conflict") {
  LockFlagsDemo demo;
  expect_exit(demo.axle("lock"), 0);
  expect_failure(
      demo.axle, "sync --group old", 2,
      {"Groups `dev` (enabled by default) and `old` are incompatible with the conflicts: "
       "{`demo:dev`, `demo:old`}"});
  expect_failure(demo.axle, "sync --all-groups", 2, {"Groups `dev` and `old` are incompatible"});
  expect_exit(demo.axle("sync --group old --no-group dev --dry-run"), 0);
}

TEST_CASE("a lock made with an index of the command line holds without it") {
  FakeIndex index(lock_flags_universe);
  AxleRun axle;
  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = "
             "\">=3.9\"\ndependencies = [\"words\"]\n[tool.uv]\npackage = false\n");
  expect_exit(axle(fmt::format("lock --default-index {}", index.url())), 0);
  index.server().forget_requests();
  expect_exit(axle("lock --check"), 0);
  CHECK(index.server().request_lines().empty());
  const AxleResult moved = axle(fmt::format("lock --default-index {}", index.url("other")));
  expect_exit(moved, 0);
  CHECK(read_text(axle.project() / "uv.lock").find("/other/") != std::string::npos);
}

TEST_CASE("a default index of the command line makes a lock of the project's default stale") {
  FakeIndex index(lock_flags_universe);
  AxleRun axle;
  axle.write("pyproject.toml",
             fmt::format("[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = "
                         "\">=3.9\"\ndependencies = [\"words\"]\n[tool.uv]\npackage = "
                         "false\n[[tool.uv.index]]\nname = \"own\"\nurl = \"{}\"\n"
                         "default = true\n",
                         index.url()));
  expect_exit(axle("lock"), 0);
  for (const std::string name : {"", "other=", "own="}) {
    INFO(name);
    expect_failure(axle, fmt::format("lock --check --default-index {}{}", name, index.url("other")),
                   1, {"needs to be updated"});
  }
  axle.set("UV_DEFAULT_INDEX", index.url("other"));
  expect_failure(axle, "lock --check", 1, {"needs to be updated"});
  axle.set("UV_DEFAULT_INDEX", index.url());
  expect_exit(axle("lock --check"), 0);
  axle.set("UV_DEFAULT_INDEX", "");
  // The older option does not end what the project says, as in uv; nor does a further index.
  for (const char* option : {"--index-url", "--index", "--extra-index-url"}) {
    INFO(option);
    expect_exit(axle(fmt::format("lock --check {} {}", option, index.url("other"))), 0);
  }
}

TEST_CASE("a platform without a wheel is told which platforms have one, and what to write") {
  FakeIndex index(R"(
    [simple]
    plain 1.0
  )");
  for (const char* tag : {"py3-none-manylinux_2_17_x86_64", "py3-none-win_amd64"})
    index.add("simple", WheelBuilder("native", "1.0").tag(tag).file("native.py", ""), "native");
  AxleRun axle;
  axle.write("pyproject.toml", small_pyproject(index, "native"));
  expect_exit(axle("sync --python-platform x86_64-manylinux_2_28 --dry-run"), 0);
  const AxleResult refused = axle("sync --python-platform aarch64-apple-darwin --dry-run");
  expect_exit(refused, 1);
  expect_said(refused, {"Distribution `native==1.0 @ registry+", "You're on macOS",
                        "`manylinux_2_17_x86_64`, `win_amd64`",
                        "\"sys_platform == 'darwin' and platform_machine == 'arm64'\"",
                        "`tool.uv.required-environments`"});
  expect_exit(axle("sync --python-platform aarch64-apple-darwin --no-install-package native "
                   "--dry-run"),
              0);
}

TEST_CASE("what is installed for this machine is not what another platform wants") {
  FakeIndex index(R"(
    [simple]
    plain 1.0
  )");
  index.add("simple", WheelBuilder("native", "1.0").file("native.py", ""), "native");
  index.add("simple",
            WheelBuilder("native", "1.0").tag("py3-none-win_amd64").file("native.py", "win = 1"),
            "native");
  index.add("simple", WheelBuilder("pinned", "1.0").tag("py3-none-win_amd64").file("pinned.py", ""),
            "pinned");
  AxleRun axle;
  axle.write("pyproject.toml", fmt::format(R"([project]
name = "demo"
version = "0.1"
requires-python = ">=3.9"
dependencies = ["native", "pinned; sys_platform == 'win32'"]
[tool.uv]
package = false
{})",
                                           arms_indexes(index)));
  expect_exit(axle("sync"), 0);
  const AxleResult windows = axle("sync --python-platform windows --dry-run");
  expect_exit(windows, 0);
  expect_said(windows, {"+ pinned==1.0"});
  expect_not_said(windows, "native");  // a pure wheel runs there too
  expect_exit(axle("sync --python-platform windows"), 0);
  const AxleResult back = axle("sync --dry-run");
  expect_said(back, {"- pinned==1.0"});
}

}  // namespace
}  // namespace axle::test
