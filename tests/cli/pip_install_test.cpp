// SPDX-License-Identifier: MIT
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view pip_install_universe = R"(
  [simple]
  app 1.0 script=app extra=fast : lib>=1 | plug; extra == "fast" | win; sys_platform == "never"
  app 0.9
  lib 1.0
  lib 1.5
  lib 2.0 yanked
  plug 3.0 plain
  [other html]
  more 1.0 python=>=3 : lib
  lib 9.0
)";

/// Without the times of files, which an uninstallation may leave newer.
std::vector<std::string> plain(const Snapshot& state) {
  std::vector<std::string> paths;
  for (const auto& [path, what] : state)
    paths.push_back(path + " " + what.substr(0, what.rfind(" at ")));
  return paths;
}

std::string listed(AxleRun& axle) { return axle.quietly("pip freeze").out; }

TEST_CASE("pip install gets a package, what it needs, and nothing else") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  expect_exit(axle("venv"), 0);
  expect_exit(axle("pip install app --index-url " + index.url()), 0);
  CHECK(listed(axle) == "app==1.0\nlib==1.5\n");
  CHECK(read_text(axle.site_packages() / "lib/__init__.py") == "VERSION = '1.5'\n");
  CHECK(std::filesystem::exists(axle.venv() / "bin/app"));
  expect_golden("pip_install", axle);
}

TEST_CASE("a version of Python chooses among environments, never an installation to change") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  for (const char* command : {"pip install app --python 3", "pip uninstall app --python 3"})
    expect_failure(axle, command, 8, {"no virtual environment found for Python", "axle venv"});
  axle("venv");
  expect_exit(axle("pip install app --python 3"), 0);
  CHECK(std::filesystem::exists(axle.venv() / "bin/app"));
  CHECK(axle.quietly("pip freeze --python 3").out == "app==1.0\nlib==1.5\n");
  expect_failure(axle, "pip install app --python 4", 8, {"for Python `4`"});
  expect_exit(axle("pip uninstall app --python '>=3'"), 0);
}

TEST_CASE("what is installed already is neither fetched nor touched") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  expect_exit(axle("pip install app"), 0);
  const auto before = axle.state();
  index.server().forget_requests();
  const AxleResult again = axle("pip install app");
  expect_exit(again, 0);
  expect_said(again, {"Checked"});
  CHECK(index.server().request_lines().empty());
  CHECK(difference(before, axle.state()) == "");
}

TEST_CASE("extras, versions and several packages") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle("venv");
  expect_exit(axle("pip install 'app[fast]' 'lib<1.5' -i " + index.url()), 0);
  CHECK(listed(axle) == "app==1.0\nlib==1.0\nplug==3.0\n");
  expect_exit(axle("pip install 'app<1' -i " + index.url()), 0);
  CHECK(listed(axle) == "app==0.9\nlib==1.0\nplug==3.0\n");
  expect_exit(axle("pip install --upgrade lib -i " + index.url()), 0);
  CHECK(listed(axle) == "app==0.9\nlib==1.5\nplug==3.0\n");
  expect_exit(axle("pip install --exact lib -i " + index.url()), 0);
  CHECK(listed(axle) == "lib==1.5\n");
}

TEST_CASE("an extra index goes first and keeps its names to itself") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle("venv");
  expect_exit(
      axle("pip install more app -i " + index.url() + " --extra-index-url " + index.url("other")),
      0);
  CHECK(listed(axle) == "app==1.0\nlib==9.0\nmore==1.0\n");
}

TEST_CASE("find-links and no index") {
  AxleRun axle;
  axle("venv");
  WheelBuilder("solo", "1.0").file("solo.py", "x = 1\n").write_to(axle.project() / "wheels");
  expect_exit(axle("pip install solo --no-index --find-links wheels"), 0);
  CHECK(listed(axle) == "solo==1.0\n");
  expect_failure(axle, "pip install other --no-index --find-links wheels", 1, {"other"});
}

TEST_CASE("no dependencies, and a dry run") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  const auto before = axle.state();
  const AxleResult planned = axle("pip install app --dry-run");
  expect_exit(planned, 0);
  expect_said(planned, {"Would download 2 packages", "Would install 2 packages", "+ app==1.0"});
  CHECK(difference(before, axle.state()) == "");
  expect_exit(axle("pip install app --no-deps"), 0);
  CHECK(listed(axle) == "app==1.0\n");
  expect_golden("pip_install_dry_run", axle);
}

TEST_CASE("JSON says what was done, and nothing else is on standard output") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  expect_exit(axle("pip install lib --json -q"), 0);
  expect_exit(axle("pip install nothing --json"), 1);
  expect_golden("pip_install_json", axle);
}

TEST_CASE("reinstalling puts a damaged package right") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  axle("pip install app");
  std::filesystem::remove(axle.site_packages() / "lib/__init__.py");
  const AxleResult all = axle("pip install --reinstall-package lib app");
  expect_exit(all, 0);
  expect_said(all, {"~ lib==1.5"});
  expect_not_said(all, "~ app");
  CHECK(read_text(axle.site_packages() / "lib/__init__.py") == "VERSION = '1.5'\n");
  expect_exit(axle("pip install --reinstall app"), 0);
}

TEST_CASE("a wheel by path and by URL") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  WheelBuilder("solo", "1.0")
      .file("solo.py", "x = 1\n")
      .requires_dist("lib==1.0")
      .write_to(axle.project());
  expect_exit(axle("pip install ./solo-1.0-py3-none-any.whl"), 0);
  const std::string wheel =
      index.server().url(FakeIndex::file_path("simple", "app-0.9-py3-none-any.whl"));
  expect_exit(axle("pip install 'app @ " + wheel + "'"), 0);
  CHECK(axle.mask(listed(axle)) ==
        "app @ http://127.0.0.1:[PORT]/files/simple/app-0.9-py3-none-any.whl\n"
        "lib==1.0\n"
        "solo @ file://[TMP]/project/solo-1.0-py3-none-any.whl\n");
  expect_exit(axle("pip install " + wheel), 0);
}

TEST_CASE("pip uninstall leaves no trace") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle("venv");
  const auto before = axle.state();
  axle.set("AXLE_INDEX_URL", index.url());
  expect_exit(axle("pip install 'app[fast]'"), 0);
  expect_exit(axle("pip uninstall plug --dry-run"), 0);
  expect_exit(axle("pip uninstall plug app"), 0);
  CHECK(listed(axle) == "lib==1.5\n");
  expect_exit(axle("pip uninstall -y lib missing"), 0);
  CHECK(plain(axle.state()) == plain(before));
  expect_golden("pip_uninstall", axle);
}

TEST_CASE("offline finds what the cache has, and says so if it has not") {
  FakeIndex index(pip_install_universe);
  AxleRun axle;
  axle("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  axle("pip install lib");
  axle("pip uninstall lib");
  index.server().forget_requests();
  expect_exit(axle("pip install lib --offline"), 0);
  expect_failure(axle, "pip install app --offline", 1, {"app", "network was disabled"});
  CHECK(index.server().request_lines().empty());
}

}  // namespace
}  // namespace axle::test
