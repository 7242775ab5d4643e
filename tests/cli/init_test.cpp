// SPDX-License-Identifier: MIT
#include "cli/expect.hpp"

namespace axle::test {
namespace {

std::string file(const AxleRun& axle, const std::string& path) {
  return read_text(axle.project() / path);
}
bool has(const AxleRun& axle, const std::string& path) {
  return std::filesystem::exists(axle.project() / path);
}

TEST_CASE("init begins a package") {
  AxleRun axle;
  const AxleResult made = axle("init My.App --author-from none --vcs none");
  expect_exit(made, 0);
  expect_said(made, {"Initialized project `my-app` at `"});
  const std::string text = file(axle, "My.App/pyproject.toml");
  CHECK(text.starts_with(
      "[project]\nname = \"my-app\"\nversion = \"0.1.0\"\ndescription = \"Add your description "
      "here\"\nreadme = \"README.md\"\nrequires-python = \">="));
  CHECK(
      text.ends_with("dependencies = []\n\n[project.scripts]\nmy-app = \"my_app:main\"\n\n"
                     "[build-system]\nrequires = [\"uv_build>=0.13.9,<0.14.0\"]\n"
                     "build-backend = \"uv_build\"\n"));
  CHECK(file(axle, "My.App/src/my_app/__init__.py") ==
        "def main() -> None:\n    print(\"Hello from my-app!\")\n");
  CHECK(has(axle, "My.App/.python-version"));
  CHECK(file(axle, "My.App/README.md").empty());
  expect_failure(axle, "init My.App", 2, {"already exists"});
  expect_failure(axle, "init _under", 2, {"--name"});
  expect_failure(axle, "init x --build-backend make", 2, {"maturin"});
}

TEST_CASE("init's other kinds of projects") {
  AxleRun axle;
  expect_exit(axle("init --bare bare"), 0);
  CHECK_FALSE(has(axle, "bare/README.md"));
  CHECK(file(axle, "bare/pyproject.toml").ends_with("dependencies = []\n"));
  expect_exit(axle("init --no-package app --vcs none --python 3.11"), 0);
  CHECK(file(axle, "app/main.py").ends_with("if __name__ == \"__main__\":\n    main()\n"));
  CHECK(file(axle, "app/.python-version") == "3.11\n");
  CHECK(file(axle, "app/pyproject.toml").find("requires-python = \">=3.11\"") != std::string::npos);
  expect_exit(axle("init --lib lib --vcs none --build-backend hatch --no-readme"), 0);
  CHECK(has(axle, "lib/src/lib/py.typed"));
  CHECK(file(axle, "lib/pyproject.toml").find("hatchling.build") != std::string::npos);
  expect_exit(axle("init rust --vcs none --build-backend maturin"), 0);
  CHECK(file(axle, "rust/Cargo.toml").find("name = \"rust\"") != std::string::npos);
  CHECK(file(axle, "rust/src/lib.rs").find("Hello from rust!") != std::string::npos);
}

TEST_CASE("a project in a workspace becomes a member") {
  AxleRun axle;
  axle.write("pyproject.toml",
             "[project]\nname = \"top\"\nversion = \"1\"\nrequires-python = \">=3.9\"\n");
  const AxleResult made = axle("init --bare packages/one");
  expect_exit(made, 0);
  expect_said(made, {"Adding `one` as member of workspace"});
  CHECK(file(axle, "pyproject.toml")
            .ends_with("\n[tool.uv.workspace]\nmembers = [\n    \"packages/one\",\n]\n"));
  CHECK(file(axle, "packages/one/pyproject.toml").find("\">=3.9\"") != std::string::npos);
  const std::string before = file(axle, "pyproject.toml");
  expect_exit(axle("init --bare --no-workspace packages/two"), 0);
  CHECK(file(axle, "pyproject.toml") == before);
  // The root's pin holds for a member, not for a project that stands alone.
  axle.write(".python-version", "3.9\n");
  expect_exit(axle("init --vcs none packages/three"), 0);
  CHECK_FALSE(std::filesystem::exists(axle.project() / "packages/three/.python-version"));
  expect_exit(axle("init --vcs none --no-workspace alone"), 0);
  CHECK(file(axle, "alone/.python-version") == "3.9\n");
}

TEST_CASE("a pin that is found counts more than the workspace's requires-python") {
  AxleRun axle;
  axle.write("pyproject.toml",
             "[project]\nname = \"top\"\nversion = \"1\"\nrequires-python = \">=3.8\"\n");
  axle.write("one/.python-version", "3.30\n");
  expect_exit(axle("init --vcs none one/inner"), 0);
  CHECK(file(axle, "one/inner/pyproject.toml").find("\">=3.30\"") != std::string::npos);
  CHECK(file(axle, "one/inner/.python-version") == "3.30\n");
  axle.write(".python-version", ">=3.9\n");
  expect_exit(axle("init --vcs none --virtual two"), 0);
  CHECK(file(axle, "two/pyproject.toml").find("\">=3.9\"") != std::string::npos);
  CHECK(std::filesystem::exists(axle.project() / "two/.python-version"));
  CHECK(std::filesystem::exists(axle.project() / "two/main.py"));
  expect_failure(axle, "init --virtual --lib three", 2, {"--lib"});
}

TEST_CASE("a pattern of members has only what lies at its level") {
  AxleRun axle;
  axle.write("pyproject.toml",
             "[project]\nname = \"top\"\nversion = \"1\"\nrequires-python = \">=3.9\"\n"
             "[tool.uv.workspace]\nmembers = [\"./packages/*\"]\nexclude = [\"old/*\"]\n");
  expect_said(axle("init --bare packages/one"), {"`one` is already a member"});
  expect_said(axle("init --bare packages/one/two"), {"Adding `two` as member"});
  expect_said(axle("init --bare old/three/four"), {"`four` is excluded"});
  CHECK(file(axle, "pyproject.toml")
            .find("members = [\n    \"./packages/*\",\n    \"packages/one/two\",\n]\n") !=
        std::string::npos);
}

TEST_CASE("init makes scripts, and puts a block before what is there") {
  AxleRun axle;
  expect_exit(axle("init --script job.py"), 0);
  CHECK(file(axle, "job.py").find("Hello from job.py!") != std::string::npos);
  CHECK(axle("run job.py").out == "Hello from job.py!\n");
  expect_failure(axle, "init --script job.py", 2, {"already a PEP 723 script"});
  axle.write("old.py", "#!/bin/python\nprint(1)\n");
  expect_exit(axle("init --script old.py"), 0);
  CHECK(file(axle, "old.py").starts_with("#!/bin/python\n#\n# /// script\n"));
  CHECK(file(axle, "old.py").ends_with("# ///\n\nprint(1)\n"));
  expect_failure(axle, "init --script", 2, {"path of the script"});
  expect_failure(axle, "init --script new.py --python 3.99", 2, {"3.99"});
  for (const char* option : {"--name x", "--description x", "--vcs git", "--build-backend hatch"})
    expect_failure(axle, std::string("init --script new.py ") + option, 2, {"--script"});
  CHECK_FALSE(std::filesystem::exists(axle.project() / "new.py"));
}

TEST_CASE("python find and pin") {
  AxleRun axle;
  const AxleResult found = axle("python find");
  expect_exit(found, 0);
  CHECK(std::filesystem::exists(found.out.substr(0, found.out.size() - 1)));
  expect_failure(axle, "python find 3.6", 2, {"3.6"});
  expect_failure(axle, "python pin", 2, {"No Python version file found"});
  CHECK(axle("python pin 3.30").out == "Pinned `.python-version` to `3.30`\n");
  CHECK(axle("python pin '>=3.8'").out == "Updated `.python-version` from `3.30` -> `>=3.8`\n");
  CHECK(axle("python pin").out == ">=3.8\n");
  CHECK(axle("python pin cp330").out ==
        "Updated `.python-version` from `>=3.8` -> `cpython@3.30`\n");
  CHECK(axle("python pin '>=3.8'").out ==
        "Updated `.python-version` from `cpython@3.30` -> `>=3.8`\n");
  CHECK(file(axle, ".python-version") == ">=3.8\n");
  axle.write("pyproject.toml",
             "[project]\nname = \"p\"\nversion = \"1\"\nrequires-python = \">=3.9\"\n");
  expect_failure(axle, "python pin 3.7", 2, {">=3.9"});
  expect_failure(axle, "python pin some-name", 2, {"some-name"});
  CHECK(axle("python pin graalpy").out == "Updated `.python-version` from `>=3.8` -> `graalpy`\n");
  CHECK(axle("python pin pp3.10").out ==
        "Updated `.python-version` from `graalpy` -> `pypy@3.10`\n");
  expect_failure(axle, "python find ./nope", 2, {"nope"});
  expect_failure(axle, "python find .", 2, {"holds no Python"});
  expect_failure(axle, "tree --project nope", 2, {"no project directory `nope`"});
  CHECK(axle("python pin --rm").out == "Removed Python version file at `.python-version`\n");
  expect_failure(axle, "python pin --rm", 2, {"No Python version file found"});
  CHECK(axle("python list").out.find("python") != std::string::npos);
  CHECK(axle("python list some-name").out.empty());
  const AxleResult json = axle("python list --output-format json");
  expect_exit(json, 0);
  CHECK(json.out.starts_with("[{\"key\":\"cpython-3."));
  CHECK(json.out.find("\"version_parts\":{\"major\":3,") != std::string::npos);
}

}  // namespace
}  // namespace axle::test
