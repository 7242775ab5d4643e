// SPDX-License-Identifier: MIT
#include "cli/arms_project.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

struct SyncDemo {
  FakeIndex index{arms_universe};
  AxleRun axle;
  SyncDemo() {
    axle.write("pyproject.toml", arms_pyproject(index));
    add_accelerator_package(index);
  }
  void sync(const std::string& arguments, const std::string& expected) {
    expect_exit(axle("sync " + arguments), 0);
    INFO(arguments);
    CHECK(replace(axle.quietly("pip freeze").out) == expected);
  }
  static std::string replace(std::string text) {
    for (char& c : text)
      if (c == '\n') c = ' ';
    return text;
  }
};

TEST_CASE("sync makes the environment what extras and groups say") {
  SyncDemo demo;
  demo.sync("", "numpy==2.1.0 pytest==8.0 ruff==0.5 ");
  CHECK(std::filesystem::exists(demo.axle.venv() / "bin/pytest"));
  demo.sync("--no-dev", "numpy==2.1.0 ");
  demo.sync("--group lint --no-dev", "numpy==2.1.0 ruff==0.5 ");
  demo.sync("--only-group lint", "ruff==0.5 ");
  demo.sync("--only-dev", "numpy==2.1.0 pytest==8.0 ruff==0.5 ");
  demo.sync("--no-group dev", "numpy==2.1.0 ");
  demo.sync("--no-default-groups", "numpy==2.1.0 ");
  demo.sync("--all-groups --no-group lint", "numpy==2.1.0 pytest==8.0 ruff==0.5 ");
}

TEST_CASE("the accelerator's extra chooses the accelerator's index") {
  SyncDemo demo;
  demo.sync("--no-dev --extra cpu", "numpy==2.1.0 torch==2.4.0+cpu ");
  CHECK(demo.index.server().count(
            FakeIndex::file_path("cu124", "torch-2.4.0+cu124-py3-none-any.whl")) == 0);
  demo.sync("--no-dev --extra cu124", "numpy==2.1.0 nvidia-cublas==12.4 torch==2.4.0+cu124 ");
  demo.sync("--no-dev", "numpy==2.1.0 ");
  expect_failure(demo.axle, "sync --extra cpu --extra cu124", 2,
                 {"`cpu` and `cu124`", "incompatible"});
  expect_failure(demo.axle, "sync --all-extras", 2, {"incompatible"});
}

TEST_CASE("a sync that has nothing to do sends no request, and soon touches no file") {
  SyncDemo demo;
  expect_exit(demo.axle("sync --extra cpu"), 0);
  demo.index.server().forget_requests();
  expect_exit(demo.axle("sync --extra cpu"), 0);  // leaves a stamp
  CHECK(demo.index.server().request_lines().empty());
  const auto before = demo.axle.state();
  demo.index.server().forget_requests();
  const AxleResult again = demo.axle("sync --extra cpu");
  expect_exit(again, 0);
  expect_said(again, {"Checked 4 packages"});
  CHECK(demo.index.server().request_lines().empty());
  CHECK(difference(before, demo.axle.state()) == "");
}

TEST_CASE("inexact, dry run, check and omissions") {
  SyncDemo demo;
  demo.sync("", "numpy==2.1.0 pytest==8.0 ruff==0.5 ");
  demo.sync("--no-dev --inexact", "numpy==2.1.0 pytest==8.0 ruff==0.5 ");
  expect_exit(demo.axle("sync --check"), 0);
  const auto before = snapshot(demo.axle.venv(), true);
  const AxleResult plan = demo.axle("sync --no-dev --dry-run");
  expect_exit(plan, 0);
  expect_said(plan, {"Would uninstall 2 packages", "- pytest==8.0", "- ruff==0.5"});
  expect_exit(demo.axle("sync --no-dev --check"), 1);
  CHECK(difference(before, snapshot(demo.axle.venv(), true)) == "");
  demo.sync("--no-dev --no-install-package numpy", "");
  demo.sync("--no-dev --reinstall", "numpy==2.1.0 ");
}

TEST_CASE("a dry run of a project without an environment makes none") {
  SyncDemo demo;
  const AxleResult plan = demo.axle("sync --dry-run");
  expect_exit(plan, 0);
  expect_said(plan, {"Would create project environment at: .venv", "+ pytest==8.0"});
  CHECK(!std::filesystem::exists(demo.axle.venv()));
}

TEST_CASE("a member whose build needs what no index has changes nothing") {
  FakeIndex index(arms_universe);
  AxleRun axle;
  axle.write("pyproject.toml", fmt::format(R"([project]
name = "demo"
version = "0.1"
dependencies = ["numpy"]
[build-system]
requires = ["setuptools"]
[[tool.uv.index]]
url = "{}"
default = true
)",
                                           index.url()));
  const AxleResult refused = axle("sync");
  expect_exit(refused, 1);
  expect_said(refused, {"build requirements of `demo", "setuptools was not found"});
  CHECK(!std::filesystem::exists(axle.venv()));
  expect_exit(axle("sync --no-install-project"), 0);
  CHECK(axle.quietly("pip freeze").out == "numpy==2.1.0\n");
}

TEST_CASE("UV_PROJECT_ENVIRONMENT, VIRTUAL_ENV and --active") {
  SyncDemo demo;
  AxleRun& axle = demo.axle;
  axle.set("UV_PROJECT_ENVIRONMENT", "other");
  expect_exit(axle("sync --no-dev"), 0);
  CHECK(std::filesystem::exists(axle.project() / "other/pyvenv.cfg"));
  CHECK(!std::filesystem::exists(axle.venv()));
  axle.unset("UV_PROJECT_ENVIRONMENT");
  axle.set("VIRTUAL_ENV", (axle.project() / "other").string());
  const AxleResult warned = axle("sync");
  expect_exit(warned, 0);
  expect_said(warned, {"VIRTUAL_ENV", "--active"});
  expect_exit(axle("sync --active"), 0);
  CHECK(axle.quietly("pip freeze").out == "numpy==2.1.0\npytest==8.0\nruff==0.5\n");
}

}  // namespace
}  // namespace axle::test
