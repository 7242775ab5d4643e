// SPDX-License-Identifier: MIT
#include <fstream>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

namespace fs = std::filesystem;

TEST_CASE("two wheels that want one file differently: neither is installed") {
  FakeIndex index;
  index.add("simple", WheelBuilder("a", "1.0").file("shared.py", "a\n").file("same.py", ""), "a");
  index.add("simple", WheelBuilder("b", "1.0").file("shared.py", "b\n").file("same.py", ""), "b");
  AxleRun axle;
  axle.quietly("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  expect_failure(axle, "pip install a b", 8, {"shared.py", "`a", "`b"});
  expect_exit(axle("pip install a"), 0);
  expect_failure(axle, "pip install b", 8, {"shared.py"});
}

TEST_CASE("a file that no package owns gives way and is kept") {
  FakeIndex index;
  index.add("simple", WheelBuilder("a", "1.0").file("mine.py", "theirs\n"), "a");
  AxleRun axle;
  axle.quietly("venv");
  std::ofstream(axle.site_packages() / "mine.py") << "mine\n";
  const AxleResult result = axle("pip install a -i " + index.url());
  expect_exit(result, 0);
  expect_said(result, {".axle-saved-1"});
  const fs::path kept = axle.venv() / ".axle-saved-1" /
                        axle.site_packages().lexically_relative(axle.venv()) / "mine.py";
  CHECK(read_text(kept) == "mine\n");
}

TEST_CASE("a project environment that is none") {
  AxleRun axle;
  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"1\"\nrequires-python = "
             "\">=3.9\"\n[tool.uv]\npackage = false\n");
  axle.write(".venv/notes.txt", "not an environment");
  expect_failure(axle, "sync", 8, {".venv", "hint"});
  fs::remove_all(axle.venv());
  axle.write(".venv", "a file");
  expect_failure(axle, "sync", 8, {".venv"});
  expect_golden("not_an_environment", axle);
}

TEST_CASE("an environment whose Python is gone") {
  AxleRun axle;
  axle.quietly("venv");
  for (const char* name : {"python", "python3"}) fs::remove(axle.venv() / "bin" / name);
  for (const auto& entry : fs::directory_iterator(axle.venv() / "bin"))
    if (entry.path().filename().string().starts_with("python3.")) fs::remove(entry.path());
  expect_failure(axle, "pip list", 8, {".venv", "hint"});
  expect_golden("environment_without_python", axle);
}

TEST_CASE("an environment that cannot be written") {
  FakeIndex index("[simple]\na 1.0\n");
  AxleRun axle;
  axle.quietly("venv");
  const fs::path packages = axle.site_packages();
  fs::remove_all(packages);
  std::ofstream(packages) << "in the way";  // holds for root, too
  const auto before = axle.state();
  const AxleResult result = axle("pip install a -i " + index.url());
  INFO(explain(result));
  CHECK((result.exit_code == 6 || result.exit_code == 8));
  expect_said(result, {"site-packages"});
  CHECK(difference(before, axle.state()) == "");
}

TEST_CASE("a cache that cannot be written") {
  FakeIndex index("[simple]\na 1.0\n");
  AxleRun axle;
  axle.quietly("venv");
  fs::remove_all(axle.cache());
  std::ofstream(axle.cache()) << "in the way";
  const auto before = axle.state();
  const AxleResult result = axle("pip install a -i " + index.url());
  expect_exit(result, 6);
  expect_said(result, {"cache", "hint"});
  CHECK(difference(before, axle.state()) == "");
  expect_golden("cache_in_the_way", axle);
}

TEST_CASE("a full disk leaves the environment as it was") {
  FakeIndex index;
  index.add("simple",
            WheelBuilder("big", "1.0")
                .file("big/small.py", "")
                .file("big/data.bin", std::string(1 << 20, 'x')),
            "big");
  AxleRun axle;
  axle.quietly("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  const auto before = axle.state();
  axle.limit_files(100'000);
  const AxleResult result = axle("pip install big");
  expect_exit(result, 6);
  expect_said(result, {"error"});
  CHECK(difference(before, axle.state()) == "");
  axle.limit_files({});
  expect_exit(axle("pip install big"), 0);
  CHECK(fs::file_size(axle.site_packages() / "big/data.bin") == 1 << 20);
}

TEST_CASE("start-up hooks are named, and refused when asked") {
  FakeIndex index;
  index.add("simple", WheelBuilder("hook", "1.0").file("hook.pth", "import sys\n"), "hook");
  AxleRun axle;
  axle.quietly("venv");
  axle.set("AXLE_INDEX_URL", index.url());
  const auto before = axle.state();
  const AxleResult refused = axle("pip install hook --deny-hooks");
  CHECK(refused.exit_code != 0);
  expect_said(refused, {"hook.pth"});
  CHECK(difference(before, axle.state()) == "");
  const AxleResult installed = axle("pip install hook");
  expect_exit(installed, 0);
  expect_said(installed, {"hook.pth"});
  expect_golden("startup_hooks", axle);
}

}  // namespace
}  // namespace axle::test
