// SPDX-License-Identifier: MIT
#include "base/process.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

TEST_CASE("venv makes an environment whose Python and activation work") {
  AxleRun axle;
  expect_exit(axle("venv env --prompt demo"), 0);
  const std::string env = (axle.project() / "env").string();
  const auto python = run_process({env + "/bin/python", "-c", "import sys; print(sys.prefix)"});
  REQUIRE(python);
  CHECK(python->out == env + "\n");
  const auto shell = run_process(
      {"/bin/sh", "-c",
       "PS1='$ '; . ./env/bin/activate; echo \"$VIRTUAL_ENV|$PS1\"; command -v python; deactivate; "
       "echo \"${VIRTUAL_ENV-none}\""},
      {.directory = axle.project(), .set = {{"PATH", "/usr/bin:/bin"}}, .unset = {"VIRTUAL_ENV"}});
  REQUIRE(shell);
  CHECK(axle.mask(shell->out + shell->err) ==
        "[TMP]/project/env|(demo) $ \n[TMP]/project/env/bin/python\nnone\n");
  expect_golden("venv", axle);
}

TEST_CASE("venv replaces an environment only when asked, and other directories never") {
  AxleRun axle;
  axle("venv");
  axle.write(".venv/mine.txt", "x");
  expect_failure(axle, "venv", 8, {".venv", "--clear"});
  expect_exit(axle("venv --allow-existing"), 0);
  CHECK(std::filesystem::exists(axle.venv() / "mine.txt"));
  expect_exit(axle("venv --clear"), 0);
  CHECK(!std::filesystem::exists(axle.venv() / "mine.txt"));

  axle.write("docs/thesis.txt", "years of work");
  expect_failure(axle, "venv docs", 8, {"docs"});
  expect_failure(axle, "venv docs --clear", 8, {"docs"});
  axle.write("file", "not a directory");
  expect_failure(axle, "venv file --clear", 8, {"file"});
  expect_failure(axle, "venv file/below", 6, {"file"});
  expect_golden("venv_refusals", axle);
}

TEST_CASE("venv --clear --force replaces any directory, and --allow-existing keeps what is in it") {
  AxleRun axle;
  axle.write("docs/thesis.txt", "years of work");
  expect_failure(axle, "venv docs --force", 8, {"docs"});
  expect_failure(axle, "venv docs --clear", 8, {"docs", "--force"});
  expect_exit(axle("venv docs --allow-existing"), 0);
  CHECK(std::filesystem::exists(axle.project() / "docs/thesis.txt"));
  CHECK(std::filesystem::exists(axle.project() / "docs/bin/activate"));
  axle.write("notes/thesis.txt", "years of work");
  expect_exit(axle("venv notes --clear --force"), 0);
  CHECK_FALSE(std::filesystem::exists(axle.project() / "notes/thesis.txt"));
  CHECK(std::filesystem::exists(axle.project() / "notes/pyvenv.cfg"));
  expect_failure(axle, "venv notes --force", 8, {"--clear"});
}

TEST_CASE("a Python that is not there, or is none, is named") {
  AxleRun axle;
  expect_failure(axle, "venv --python 3.1", 2, {"3.1"});
  expect_failure(axle, "venv --python no/such/python", 8, {"no/such/python"});
  axle.write("bin/python", "#!/bin/sh\nexit 3\n");
  std::filesystem::permissions(axle.project() / "bin/python", std::filesystem::perms::owner_all);
  expect_failure(axle, "venv --python bin/python", 8, {"bin/python"});
  axle.write("text", "no program");
  expect_failure(axle, "venv --python ./text", 8, {"text"});
  expect_failure(axle, "venv --python '>=4'", 2, {">=4"});
  std::filesystem::remove(axle.tree() / "bin/python3");
  expect_failure(axle, "venv", 2, {"Python"});
  expect_golden("python_not_found", axle);
}

}  // namespace
}  // namespace axle::test
