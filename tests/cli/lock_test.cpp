// SPDX-License-Identifier: MIT
#include "cli/arms_project.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

std::string lock_of(const AxleRun& axle) { return read_text(axle.project() / "uv.lock"); }

}  // namespace

TEST_CASE("a lock holds every arm, and is left alone while it holds") {
  FakeIndex index(arms_universe);
  add_accelerator_package(index);
  AxleRun axle;
  axle.write("pyproject.toml", arms_pyproject(index));
  const AxleResult made = axle("lock");
  expect_exit(made, 0);
  expect_said(made, {"Resolved 9 packages"});
  const std::string lock = lock_of(axle);
  for (const char* part : {"revision = 5", "conflicts = [[", "version = \"2.4.0+cpu\"",
                           "version = \"2.4.0+cu124\"", "version = \"2.1.0\""}) {
    INFO(part);
    CHECK(lock.find(part) != std::string::npos);
  }
  expect_exit(axle("lock"), 0);
  expect_exit(axle("lock --check"), 0);
  expect_exit(axle("lock --offline"), 0);
  CHECK(lock_of(axle) == lock);
}

TEST_CASE(
    "a lock that no longer answers the project is said to be out of date, then brought up to "
    "date") {
  FakeIndex index(arms_universe);
  add_accelerator_package(index);
  AxleRun axle;
  axle.write("pyproject.toml", arms_pyproject(index));
  expect_exit(axle("lock --check"), 1);
  expect_exit(axle("lock"), 0);
  axle.write("pyproject.toml", arms_pyproject(index, "numpy<2"));
  const std::string before = lock_of(axle);
  const AxleResult refused = axle("lock --check");
  expect_exit(refused, 1);
  expect_said(refused, {"axle lock"});
  expect_exit(axle("sync --locked"), 1);
  CHECK(lock_of(axle) == before);
  expect_said(axle("lock --dry-run"), {"Update numpy v2.1.0 -> v1.26.0"});
  CHECK(lock_of(axle) == before);
  expect_said(axle("lock"), {"Updated numpy v2.1.0 -> v1.26.0"});
  CHECK(lock_of(axle).find("1.26.0") != std::string::npos);
}

TEST_CASE("an old version stays until it is to be upgraded") {
  FakeIndex index(arms_universe);
  add_accelerator_package(index);
  AxleRun axle;
  axle.write("pyproject.toml", arms_pyproject(index, "numpy<2"));
  expect_exit(axle("lock"), 0);
  axle.write("pyproject.toml", arms_pyproject(index));
  expect_exit(axle("lock"), 0);
  CHECK(lock_of(axle).find("1.26.0") != std::string::npos);
  expect_said(axle("lock --upgrade-package numpy"), {"Updated numpy v1.26.0 -> v2.1.0"});
}

TEST_CASE("what a group and the groups in it ask for is upgraded together") {
  FakeIndex index(arms_universe);
  add_accelerator_package(index);
  AxleRun axle;
  const auto write = [&](std::string_view numpy) {
    std::string text = arms_pyproject(index, numpy);
    const std::string lint = "lint = [\"ruff\"]\n";
    text.replace(text.find(lint), lint.size(), "lint = [\"ruff\", \"numpy\"]\nnone = []\n");
    axle.write("pyproject.toml", text);
  };
  write("numpy<2");
  expect_exit(axle("lock"), 0);
  write("numpy");
  expect_exit(axle("lock --upgrade-group none"), 0);
  CHECK(lock_of(axle).find("1.26.0") != std::string::npos);
  const AxleResult refused = axle("lock --upgrade-group lnt");
  expect_exit(refused, 2);
  expect_said(refused, {"Group `lnt` is not defined", "did you mean `lint`?"});
  expect_exit(axle("lock --check --upgrade-group dev"), 1);
  expect_said(axle("lock --upgrade-group dev"), {"Updated numpy v1.26.0 -> v2.1.0"});
}

TEST_CASE("what is locked is installed, also frozen") {
  FakeIndex index(arms_universe);
  add_accelerator_package(index);
  AxleRun axle;
  axle.write("pyproject.toml", arms_pyproject(index));
  expect_exit(axle("sync --frozen"), 1);
  expect_exit(axle("lock"), 0);
  const AxleResult synced = axle("sync --frozen --extra cu124");
  expect_exit(synced, 0);
  expect_said(synced, {"+ numpy==2.1.0", "+ torch==2.4.0+cu124"});
  expect_exit(axle("sync --frozen --extra cpu --extra cu124"), 2);
}

TEST_CASE("a lockfile that cannot be read is named with its line, and stays") {
  FakeIndex index(arms_universe);
  add_accelerator_package(index);
  AxleRun axle;
  axle.write("pyproject.toml", arms_pyproject(index));
  for (const char* broken :
       {"version = 1\nrevision = ", "version = 2\n", "version = 1\nrequires-python = 3\n"}) {
    axle.write("uv.lock", broken);
    const AxleResult result = axle.quietly("lock");
    expect_exit(result, 2);
    expect_said(result, {"uv.lock"});
    CHECK(lock_of(axle) == broken);
  }
}

TEST_CASE("a lock is exported, shown as a tree, and explained") {
  FakeIndex index(arms_universe);
  add_accelerator_package(index);
  AxleRun axle;
  axle.write("pyproject.toml", arms_pyproject(index));
  expect_exit(axle("lock"), 0);
  const AxleResult requirements = axle.quietly("export --extra cpu");
  expect_exit(requirements, 0);
  CHECK(requirements.out.find("numpy==2.1.0") != std::string::npos);
  CHECK(requirements.out.find("torch==2.4.0+cpu") != std::string::npos);
  CHECK(requirements.out.find("--hash=sha256:") != std::string::npos);
  const AxleResult pylock = axle.quietly("export --format pylock.toml");
  expect_exit(pylock, 0);
  CHECK(pylock.out.find("lock-version = \"1.0\"") != std::string::npos);
  const AxleResult tree = axle.quietly("tree --extra cpu");
  expect_exit(tree, 0);
  CHECK(tree.out.find("numpy v2.1.0") != std::string::npos);
  const AxleResult why = axle.quietly("why numpy");
  expect_exit(why, 0);
  CHECK((why.out + why.err).find("demo") != std::string::npos);
}

}  // namespace axle::test
