// SPDX-License-Identifier: MIT
#include <filesystem>
#include <fstream>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

namespace fs = std::filesystem;

TEST_CASE("verify names what was changed, is missing or is nobody's, and mends it") {
  FakeIndex index("[simple]\na 1.0\nb 1.0\n");
  AxleRun axle;
  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"1\"\n"
             "requires-python = \">=3.8\"\ndependencies = [\"a\", \"b\"]\n"
             "[[tool.uv.index]]\nurl = \"" +
                 index.url() + "\"\ndefault = true\n");
  expect_exit(axle("sync --link-mode copy"), 0);
  expect_exit(axle("verify"), 0);
  std::ofstream(axle.site_packages() / "a/__init__.py") << "VERSION = '6.6'\n";
  fs::remove(axle.site_packages() / "b/__init__.py");
  std::ofstream(axle.site_packages() / "mine.py") << "";
  const AxleResult result = axle("verify");
  expect_exit(result, 1);
  expect_said(result, {"changed", "a/__init__.py (a)", "missing", "b/__init__.py (b)", "unlisted",
                       "mine.py", "--fix"});
  expect_said(axle("verify --json"), {"\"kind\":\"missing\""});
  expect_exit(axle("verify --fix"), 0);
  CHECK(read_text(axle.site_packages() / "a/__init__.py") == "VERSION = '1.0'\n");
  expect_exit(axle("verify"), 0);
  CHECK(fs::exists(axle.site_packages() / "mine.py"));
}

TEST_CASE("cache verify reads every file of the store") {
  FakeIndex index("[simple]\na 1.0\n");
  AxleRun axle;
  axle.quietly("venv");
  expect_exit(axle("pip install a --link-mode copy -i " + index.url()), 0);
  expect_exit(axle("cache verify"), 0);
  for (const auto& entry : fs::recursive_directory_iterator(axle.cache() / "store-v2"))
    if (entry.path().filename() == "__init__.py") {
      const auto time = fs::last_write_time(entry.path());
      std::ofstream(entry.path()) << "VERSION = '6.6'\n";
      fs::last_write_time(entry.path(), time);
    }
  const AxleResult result = axle("cache verify");
  expect_exit(result, 1);
  expect_said(result, {"a/__init__.py", "`a 1.0`", "--fix"});
  expect_exit(axle("cache verify --fix"), 0);
  expect_exit(axle("cache verify"), 0);
}

}  // namespace
}  // namespace axle::test
