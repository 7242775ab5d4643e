// SPDX-License-Identifier: MIT
// Where and how packages are put: --target, --prefix, --compile-bytecode, --allow-overlap, --seed,
// --relocatable.
#include <filesystem>

#include "base/process.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

namespace fs = std::filesystem;

bool has_byte_code(const fs::path& directory) {
  if (!fs::exists(directory)) return false;
  for (const auto& entry : fs::recursive_directory_iterator(directory))
    if (entry.path().extension() == ".pyc") return true;
  return false;
}

TEST_CASE("packages go to a directory or below a prefix") {
  FakeIndex index;
  index.add("simple",
            WheelBuilder("a", "1.0")
                .file("a.py", "def main(): print('ok')\n")
                .console_script("run-a", "a:main"),
            "a");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  expect_exit(axle("pip install a --target flat"), 0);
  CHECK(fs::exists(axle.project() / "flat/a.py"));
  CHECK(fs::exists(axle.project() / "flat/bin/run-a"));
  CHECK_FALSE(fs::exists(axle.project() / "flat/.axle"));
  expect_exit(axle("pip install a --prefix deep"), 0);
  CHECK(fs::exists(axle.project() / "deep/bin/run-a"));
  bool found = false;
  for (const auto& entry : fs::recursive_directory_iterator(axle.project() / "deep/lib"))
    found = found || entry.path().filename() == "a.py";
  CHECK(found);
  // What is there is shown and removed by the same option.
  for (const std::string place : {"--target flat", "--prefix deep"}) {
    CHECK(axle("pip freeze " + place).out == "a==1.0\n");
    expect_said(axle("pip list " + place), {"a", "1.0"});
    expect_exit(axle("pip show a " + place), 0);
    expect_exit(axle("pip check " + place), 0);
    expect_said(axle("pip tree " + place), {"a v1.0"});
    expect_exit(axle("pip uninstall a " + place), 0);
    CHECK(axle("pip freeze " + place).out.empty());
  }
  CHECK_FALSE(fs::exists(axle.project() / "flat/a.py"));
  expect_failure(axle, "pip install a --target x --prefix y", 2, {"--target", "--prefix"});
}

TEST_CASE("byte code is compiled where that is asked for") {
  FakeIndex index("[simple]\na 1.0\n");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  axle.quietly("venv");
  const fs::path package = axle.site_packages() / "a";
  expect_exit(axle("pip install a"), 0);
  CHECK_FALSE(has_byte_code(package));
  expect_exit(axle("pip install a --reinstall --compile-bytecode"), 0);
  CHECK(has_byte_code(package));
  const auto run = run_process({(axle.venv() / "bin/python").string(), "-c",
                                "import a, marshal; print(marshal.loads(open(a.__cached__, "
                                "'rb').read()[16:]).co_filename)"});
  REQUIRE(run);
  CHECK(run->out == (package / "__init__.py").string() + "\n");
  axle.quietly("pip uninstall a");
  CHECK_FALSE(fs::exists(package));
  axle.set("UV_COMPILE_BYTECODE", "1");
  expect_exit(axle("pip install a"), 0);
  CHECK(has_byte_code(package));
  expect_exit(axle("pip install a --reinstall --no-compile-bytecode"), 0);
  CHECK_FALSE(has_byte_code(package));
}

TEST_CASE("overlapping packages are installed where that is allowed") {
  FakeIndex index;
  index.add("simple", WheelBuilder("a", "1.0").file("shared.py", "a\n"), "a");
  index.add("simple", WheelBuilder("b", "1.0").file("shared.py", "b\n"), "b");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  axle.quietly("venv");
  expect_failure(axle, "pip install a b", 8,
                 {"shared.py", "exclude-dependencies", "--allow-overlap"});
  expect_exit(axle("pip install a b --allow-overlap"), 0);
  CHECK(read_text(axle.site_packages() / "shared.py") == "b\n");
  axle.write("pyproject.toml", "[tool.axle]\nallow-overlap = true\n");
  expect_exit(axle("pip install a b --reinstall"), 0);
}

TEST_CASE("an environment with a seed keeps it") {
  FakeIndex index("[simple]\na 1.0\npip 99.0\nsetuptools 99.0\nwheel 99.0\n");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  expect_exit(axle("venv --seed"), 0);
  CHECK(axle.quietly("pip freeze").out.find("pip==99.0\n") != std::string::npos);
  axle.write("requirements.txt", "a==1.0\n");
  expect_exit(axle("pip sync requirements.txt"), 0);
  CHECK(axle.quietly("pip freeze").out.find("pip==99.0\n") != std::string::npos);
}

TEST_CASE("the scripts of a relocatable environment move with it") {
  FakeIndex index;
  index.add("simple",
            WheelBuilder("a", "1.0")
                .file("a.py", "def main(): print('ok')\n")
                .file("a-1.0.data/scripts/plain-a", "#!python\nprint('ok')\n")
                .console_script("run-a", "a:main"),
            "a");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  expect_exit(axle("venv --relocatable"), 0);
  expect_exit(axle("pip install a"), 0);
  fs::rename(axle.venv(), axle.project() / "moved");
  for (const char* script : {"run-a", "plain-a"}) {
    const auto run = run_process({(axle.project() / "moved/bin" / script).string()});
    REQUIRE(run);
    CHECK(run->out == "ok\n");
  }
}

}  // namespace
}  // namespace axle::test
