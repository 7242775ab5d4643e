// SPDX-License-Identifier: MIT
// Which environment a command works on, by what variables and options say.
#include <filesystem>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

namespace fs = std::filesystem;

struct PlacedProject {
  FakeIndex index{"[simple]\na 1.0\nb 1.0\n"};
  AxleRun axle;
  PlacedProject() {
    axle.write("pyproject.toml", fmt::format("[project]\nname = \"demo\"\nversion = \"1\"\n"
                                             "requires-python = \">=3.8\"\ndependencies = [\"a\"]\n"
                                             "[[tool.uv.index]]\nurl = \"{}\"\ndefault = true\n",
                                             index.url()));
  }
};

bool is_in_project(const AxleRun& axle, const std::string& path) {
  return fs::exists(axle.project() / path);
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

TEST_CASE("what looks at an environment looks at the project's, whatever UV_PYTHON says") {
  PlacedProject project;
  AxleRun& axle = project.axle;
  const std::string python = first_line(axle.quietly("python find --system").out);
  SECTION("the nearest one") {
    axle.set("UV_PYTHON", python);
    expect_exit(axle("sync"), 0);
  }
  SECTION("one that is not `.venv`") {
    axle.set("UV_PROJECT_ENVIRONMENT", "env");
    expect_failure(axle, "history", 8, {"env", "axle sync"});
    expect_exit(axle("sync"), 0);
    CHECK_FALSE(is_in_project(axle, ".venv"));
  }
  expect_said(axle("verify"), {"of 1 package"});
  expect_said(axle("history"), {"+ a==1.0"});
  expect_said(axle("check"), {"no torch in this environment"});
  expect_exit(axle("rollback --dry-run"), 0);
  expect_not_said(axle(fmt::format("history --python {}", python)), "a==1.0");
}

TEST_CASE("venv makes a project's environment where the project has it") {
  PlacedProject project;
  AxleRun& axle = project.axle;
  axle.set("UV_PROJECT_ENVIRONMENT", "env");
  expect_said(axle("venv"), {"Creating virtual environment at: env\n", "source env/bin/activate"});
  CHECK_FALSE(is_in_project(axle, ".venv"));
  expect_said(axle("venv --no-project"), {"at: .venv\n"});
  axle.write("below/file", "");
  expect_said(axle("--directory below venv"), {"below/.venv"});
}

TEST_CASE("a version file with a name of pyenv's does not end the command") {
  PlacedProject project;
  AxleRun& axle = project.axle;
  axle.write(".python-version", "my-env\n");
  const std::string_view words = "Ignoring unsupported Python request `my-env` in version file: ";
  for (const char* command : {"lock", "sync", "run python -c 1", "python find", "venv --clear"}) {
    const AxleResult result = axle(command);
    expect_exit(result, 0);
    expect_said(result, {words});
  }
}

TEST_CASE("pip looks at any Python where there is no environment, and changes none") {
  PlacedProject project;
  AxleRun& axle = project.axle;
  const AxleResult listed = axle("pip list --format freeze");
  expect_exit(listed, 0);
  expect_said(listed, {"Using Python 3.", "environment at: "});
  expect_failure(axle, "pip install b", 8, {"no virtual environment found", "axle venv"});
  expect_failure(axle, "verify", 8, {"no virtual environment found"});
  axle.quietly("venv");
  expect_not_said(axle("pip list"), "Using Python");
  axle.write("below/file", "");
  expect_said(axle("--directory below pip list"), {"Using Python 3.", ".venv"});
}

TEST_CASE("an active environment that is not the project's is named where it would be changed") {
  PlacedProject project;
  AxleRun& axle = project.axle;
  axle.quietly("venv --no-project ../other");
  axle.set("VIRTUAL_ENV", (axle.project().parent_path() / "other").string());
  const std::string_view words = "does not match the project environment path `.venv`";
  expect_not_said(axle("lock"), words);
  expect_said(axle("sync"), {words, "--active"});
  expect_not_said(axle("tree"), words);
  expect_said(axle("run python -c 1"), {words});
}

}  // namespace
}  // namespace axle::test
