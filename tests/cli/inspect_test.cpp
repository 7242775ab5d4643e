// SPDX-License-Identifier: MIT
#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view inspect_universe = R"(
  [simple]
  app 1.0 script=app : lib>=1 | Tool-Box
  lib 1.0 : tool-box>=2
  tool-box 2.5
)";

TEST_CASE("list, freeze, show, check and tree of an environment") {
  FakeIndex index(inspect_universe);
  AxleRun axle;
  axle.quietly("venv");
  expect_exit(axle("pip list"), 0);
  expect_exit(axle.quietly("pip install app --index-url " + index.url()), 0);
  for (const char* command :
       {"pip list", "pip list --format json", "pip list --format freeze --exclude lib",
        "pip freeze", "pip freeze --exclude app", "pip show lib", "pip show --files app lib",
        "pip check", "pip tree", "pip tree --invert --package tool-box", "pip tree --depth 1",
        "pip tree --prune lib --show-version-specifiers"})
    expect_exit(axle(command), 0);
  expect_exit(axle("pip list --format yaml"), 2);
  expect_exit(axle("pip show nothing"), 1);
  // Each once, by name.
  CHECK(axle("pip show lib app lib").out == axle("pip show app lib").out);
  axle.quietly("pip uninstall tool-box");
  expect_exit(axle("pip check"), 1);
  expect_golden("inspect", axle);
}

TEST_CASE("without an environment the pip commands that change one say how to get it") {
  AxleRun axle;
  for (const char* command : {"pip install a", "pip uninstall a"})
    expect_failure(axle, command, 8, {"no virtual environment", "axle venv"});
}

TEST_CASE("an environment is found above, by VIRTUAL_ENV and by --python") {
  AxleRun axle;
  std::filesystem::create_directories(axle.project() / "deep/down");
  axle.quietly("venv");
  expect_exit(axle("pip list --directory deep/down"), 0);
  axle.quietly("venv elsewhere");
  WheelBuilder("solo", "1.0").file("solo.py", "").write_to(axle.project());
  axle.set("VIRTUAL_ENV", (axle.project() / "elsewhere").string());
  expect_exit(axle("pip install ./solo-1.0-py3-none-any.whl"), 0);
  CHECK(axle("pip freeze").out.starts_with("solo"));
  axle.unset("VIRTUAL_ENV");
  CHECK(axle("pip freeze").out.empty());
  CHECK(axle("pip freeze --python elsewhere").out.starts_with("solo"));
}

TEST_CASE("an environment of Python's own venv module is never taken for the installation") {
  AxleRun axle;
  axle.quietly("venv");
  // That module writes `version`, not `version_info`.
  std::string kept;
  const std::string text = read_text(axle.venv() / "pyvenv.cfg");
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    if (!text.substr(at).starts_with("version")) kept += text.substr(at, end - at);
    at = end == 0 ? text.size() : end;
  }
  axle.write(".venv/pyvenv.cfg", kept);
  CHECK(axle("pip list").out.empty());
  WheelBuilder("solo", "1.0").file("solo.py", "").write_to(axle.project());
  expect_exit(axle("pip install ./solo-1.0-py3-none-any.whl"), 0);
  CHECK(std::filesystem::exists(axle.site_packages() / "solo.py"));
  std::filesystem::remove_all(axle.venv() / "lib");
  expect_failure(axle, "pip list", 8, {"site-packages", "axle venv --clear"});
}

TEST_CASE("an environment is checked for another machine, too") {
  FakeIndex index("[simple]\na 1.0 : b ; sys_platform == 'win32' | c ; python_version < '3.0'\n");
  AxleRun axle;
  expect_exit(axle("venv"), 0);
  expect_exit(axle("pip install --no-deps a -i " + index.url()), 0);
  expect_exit(axle("pip check --python-platform linux"), 0);
  const AxleResult windows = axle("pip check --python-platform windows");
  expect_exit(windows, 1);
  expect_said(windows, {"The package `a` requires `b`, but it's not installed"});
}

}  // namespace
}  // namespace axle::test
