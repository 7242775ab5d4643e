// SPDX-License-Identifier: MIT
// What a lock that holds is left without: a look for Pythons, and the network.
#include "cli/expect.hpp"

namespace axle::test {
namespace {

std::string lock_quick_pyproject(const FakeIndex& index, std::string_view requires_python) {
  return fmt::format(
      "[project]\nname = \"demo\"\nversion = \"0.1\"\n{}\ndependencies = [\"numpy\"]\n"
      "[tool.uv]\npackage = false\nindex = [{{ url = \"{}\", default = true }}]\n",
      requires_python, index.url());
}

/// Locks, then takes every Python out of the machine's PATH.
struct Locked {
  explicit Locked(const FakeIndex& index,
                  std::string_view requires_python = "requires-python = \">=3.9\"") {
    axle.write("pyproject.toml", lock_quick_pyproject(index, requires_python));
    expect_exit(axle("lock"), 0);
    lock = read_text(axle.project() / "uv.lock");
    axle.set("PATH", (axle.home() / "nothing").string());
  }
  AxleRun axle;
  std::string lock;
};

constexpr std::string_view lock_quick_universe = "[simple]\nnumpy 2.1.0\n";

}  // namespace

TEST_CASE("a lock that holds is left without a Python and without the index") {
  FakeIndex index(lock_quick_universe);
  Locked here(index);
  index.server().forget_requests();
  for (const char* command : {"lock", "lock --check", "lock --dry-run"})
    expect_exit(here.axle(command), 0);
  here.axle.write(".python-version", "3.12\n");
  expect_exit(here.axle("lock"), 0);
  CHECK(index.server().requests().empty());
  CHECK(read_text(here.axle.project() / "uv.lock") == here.lock);
}

TEST_CASE("a lock is only left without a Python if none is asked for and none is needed") {
  const FakeIndex index(lock_quick_universe);
  SECTION("a request") {
    Locked here(index);
    expect_exit(here.axle("lock --python 3.12"), 2);
    here.axle.set("UV_PYTHON", "3.12");
    expect_exit(here.axle("lock"), 2);
  }
  SECTION("a pinned version that the project does not support") {
    Locked here(index);
    here.axle.write(".python-version", "3.8\n");
    expect_exit(here.axle("lock"), 2);
  }
  SECTION("no requires-python") {
    Locked here(index, "");
    expect_exit(here.axle("lock"), 2);
  }
  SECTION("a lock that does not hold") {
    Locked here(index);
    here.axle.write("pyproject.toml", lock_quick_pyproject(index, "requires-python = \">=3.10\""));
    expect_exit(here.axle("lock"), 2);
    CHECK(read_text(here.axle.project() / "uv.lock") == here.lock);
  }
}

TEST_CASE("another active environment is no business of a lock") {
  const FakeIndex index(lock_quick_universe);
  Locked here(index);
  here.axle.set("VIRTUAL_ENV", "/elsewhere");
  expect_not_said(here.axle("lock"), "VIRTUAL_ENV");
}

}  // namespace axle::test
