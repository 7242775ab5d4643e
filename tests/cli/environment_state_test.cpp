// SPDX-License-Identifier: MIT
// What environments, journals and caches may have come from: killed runs, other tools, a cloned
// repository.
#include <filesystem>
#include <fstream>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

namespace fs = std::filesystem;

struct Project {
  FakeIndex index{"[simple]\na 1.0\nb 1.0\npip 99.0\n"};
  AxleRun axle;
  explicit Project(std::string_view needs = "\"a\"") {
    axle.write("pyproject.toml", fmt::format("[project]\nname = \"demo\"\nversion = \"1\"\n"
                                             "requires-python = \">=3.8\"\ndependencies = [{}]\n"
                                             "[[tool.uv.index]]\nurl = \"{}\"\ndefault = true\n",
                                             needs, index.url()));
  }
  bool has(const std::string& path) const { return fs::exists(axle.project() / path); }
};

/// A program that leaves a mark when it is run.
void write_program(const AxleRun& axle, const std::string& path) {
  const fs::path program =
      axle.write(path, fmt::format("#!/bin/sh\n: > '{}'\n", (axle.project() / "pwned").string()));
  fs::permissions(program, fs::perms::owner_all);
}

TEST_CASE("a Python that lies in the project is not run unasked") {
  Project project;
  AxleRun& axle = project.axle;
  expect_exit(axle("lock"), 0);
  SECTION("as an environment") {
    axle.write(".venv/pyvenv.cfg", "home = /usr/bin\nversion_info = 3.12.1\n");
    fs::create_directories(axle.venv() / "lib/python3.12/site-packages");
    write_program(axle, ".venv/bin/python3");
    write_program(axle, ".venv/bin/python");
    for (const char* command : {"lock", "export --frozen", "tree --frozen"})
      expect_exit(axle(command), 0);
    const auto before = axle.state();
    for (const char* command : {"sync", "sync --dry-run", "pip list", "pip install b"})
      expect_failure(axle, command, 8, {".venv", "without your word", "hint"});
    CHECK(difference(before, axle.state()) == "");
    CHECK_FALSE(project.has("pwned"));
    axle("pip list --python .venv/bin/python3");
    CHECK(project.has("pwned"));
  }
  SECTION("as `.python-version` names it") {
    write_program(axle, "tools/python");
    axle.write(".python-version", "./tools/python\n");
    for (const char* command : {"lock", "sync", "venv"})
      expect_failure(axle, command, 8, {".python-version", "without your word", "--python"});
    CHECK_FALSE(project.has("pwned"));
  }
}

TEST_CASE("a journal that came with the project does nothing") {
  Project project;
  AxleRun& axle = project.axle;
  expect_exit(axle("sync"), 0);
  const fs::path precious = axle.tree().write("outside/precious", "x");
  fs::create_directory_symlink(precious.parent_path(), axle.venv() / "link");
  axle.write(".venv/.axle/journal", "axle-journal-1\nretire link/precious\nend 00000000\n");
  const auto before = axle.state();
  expect_exit(axle("sync --dry-run"), 0);
  expect_failure(axle, "verify", 1, {"interrupted", "axle verify --fix"});
  for (const char* command : {"pip list", "doctor", "history"})
    expect_said(axle(command), {"warning: an installation in", "was interrupted"});
  CHECK(difference(before, axle.state()) == "");
  axle.write("pyproject.toml",
             read_text(axle.project() / "pyproject.toml") + "[dependency-groups]\ndev = [\"b\"]\n");
  const AxleResult result = axle("sync");
  expect_exit(result, 0);
  expect_said(result, {"damaged", ".axle-set-aside"});
  CHECK(read_text(precious) == "x");
}

TEST_CASE("a stamp replaces a link of its name, and writes through none") {
  Project project;
  AxleRun& axle = project.axle;
  expect_exit(axle("sync"), 0);
  const fs::path precious = axle.tree().write("precious", "x");
  for (int run = 0; run < 2; ++run) {
    fs::remove(axle.venv() / ".axle-stamp");
    fs::create_symlink(precious, axle.venv() / ".axle-stamp");
    expect_exit(axle("sync"), 0);
    CHECK(read_text(precious) == "x");
  }
}

TEST_CASE("several first syncs at once all succeed") {
  Project project;
  std::vector<AxleRun::Running> running;
  for (int i = 0; i < 4; ++i) running.push_back(project.axle.start("sync"));
  for (auto& run : running) expect_exit(run.wait(), 0);
  CHECK(project.axle.quietly("pip freeze").out == "a==1.0\n");
  for (const auto& entry : fs::directory_iterator(project.axle.project()))
    CHECK((entry.path().filename() == ".venv" || entry.path().filename() == "uv.lock" ||
           entry.path().filename() == "pyproject.toml"));
}

TEST_CASE("verify --fix completes what was interrupted before it looks") {
  Project project;
  AxleRun& axle = project.axle;
  expect_exit(axle("sync"), 0);
  axle.write(".venv/.axle/stage-0123456789abcdef/half", "x");
  expect_failure(axle, "verify", 1, {"interrupted"});
  CHECK(project.has(".venv/.axle"));
  expect_exit(axle("verify --fix"), 0);
  CHECK_FALSE(project.has(".venv/.axle"));
  expect_exit(axle("verify"), 0);
}

TEST_CASE("an environment's directory may be a link, or empty, or what a killed run left") {
  Project project;
  AxleRun& axle = project.axle;
  SECTION("a link") {
    fs::create_directories(axle.tree() / "elsewhere");
    fs::create_directory_symlink(axle.tree() / "elsewhere", axle.venv());
    expect_exit(axle("sync"), 0);
    CHECK(fs::is_symlink(axle.venv()));
    CHECK(fs::exists(axle.tree() / "elsewhere/pyvenv.cfg"));
  }
  SECTION("empty") {
    fs::create_directories(axle.venv());
    expect_exit(axle("sync"), 0);
  }
  SECTION("half made") {
    axle.write(".venv/.axle/stage-1/pyvenv.cfg", "");
    expect_exit(axle("sync"), 0);
    CHECK_FALSE(project.has(".venv/.axle"));
  }
  SECTION("a link to nothing") {
    fs::create_directory_symlink(axle.tree() / "nowhere", axle.venv());
    expect_exit(axle.quietly("lock"), 0);
    expect_failure(axle, "sync", 8, {".venv", "link", "hint"});
    return;
  }
  CHECK(axle.quietly("pip freeze").out == "a==1.0\n");
}

TEST_CASE("an environment that cannot be made leaves nothing, or what was there") {
  Project project;
  AxleRun& axle = project.axle;
  expect_exit(axle("lock"), 0);
  SECTION("a new one") {
    expect_exit(axle("sync --frozen --offline"), 3);
    CHECK_FALSE(project.has(".venv"));
  }
  SECTION("one in place of another") {
    expect_exit(axle("sync"), 0);
    for (const auto& entry : fs::directory_iterator(axle.venv() / "bin"))
      if (entry.path().filename().string().starts_with("python")) fs::remove(entry.path());
    fs::remove_all(axle.cache());
    const auto before = axle.state();
    expect_exit(axle("sync --frozen --offline"), 3);
    CHECK(difference(before, axle.state()) == "");
    expect_exit(axle("sync"), 0);
    CHECK(axle.quietly("pip freeze").out == "a==1.0\n");
  }
}

TEST_CASE("an edit in one environment does not reach the next, and is named once") {
  FakeIndex index("[simple]\na 1.0\n");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  axle.quietly("venv");
  axle.quietly("venv other");
  expect_exit(axle("pip install a --link-mode hardlink"), 0);
  std::ofstream(axle.site_packages() / "a/__init__.py") << "VERSION = '6.6'\n";
  const AxleResult result = axle("pip install a --python other");
  expect_exit(result, 0);
  expect_said(result, {"a/__init__.py", "changed in the cache"});
  const fs::path other = axle.project() / "other" /
                         axle.site_packages().lexically_relative(axle.venv()) / "a/__init__.py";
  CHECK(read_text(other) == "VERSION = '1.0'\n");
  expect_not_said(axle("pip install a --python other --reinstall"), "changed in the cache");
}

TEST_CASE("cleaning a cache leaves what axle did not make") {
  FakeIndex index("[simple]\na 1.0\n");
  AxleRun axle;
  axle.quietly("venv");
  axle.write("documents/thesis.tex", "years of work");
  axle.write("documents/a/more.tex", "years of work");
  axle.set("AXLE_CACHE_DIR", (axle.project() / "documents").string());
  expect_exit(axle("pip install a -i " + index.url()), 0);
  CHECK_FALSE(fs::exists(axle.project() / "documents/CACHEDIR.TAG"));
  expect_exit(axle("cache clean a"), 0);
  expect_exit(axle("cache prune"), 0);
  expect_exit(axle("cache clean"), 0);
  CHECK(read_text(axle.project() / "documents/thesis.tex") == "years of work");
  CHECK(fs::exists(axle.project() / "documents/a/more.tex"));
  CHECK_FALSE(fs::exists(axle.project() / "documents/store-v2"));
}

TEST_CASE("prune --ci drops wheels and keeps what indexes said") {
  Project project;
  AxleRun& axle = project.axle;
  expect_exit(axle("sync"), 0);
  expect_exit(axle("cache prune"), 0);
  CHECK(fs::exists(axle.cache() / "store-v2"));
  expect_exit(axle("cache prune --ci"), 0);
  CHECK_FALSE(fs::exists(axle.cache() / "store-v2"));
  CHECK(fs::exists(axle.cache() / "index-v1"));
}

TEST_CASE("what a selected group requires of Python counts for the environment") {
  AxleRun axle;
  axle.write("pyproject.toml",
             "[project]\nname = \"app\"\nversion = \"1\"\nrequires-python = \">=3.8\"\n"
             "[dependency-groups]\nnew = []\nall = [{ include-group = \"new\" }]\n"
             "[tool.uv]\npackage = false\n"
             "[tool.uv.dependency-groups]\nnew = { requires-python = \">=3.90\" }\n");
  expect_exit(axle("sync"), 0);
  for (const std::string words : {"sync --group new", "sync --only-group all", "sync --all-groups",
                                  "run --group new python -c pass"})
    expect_failure(axle, words, 2, {"3.90"});
  expect_exit(axle("sync --all-groups --no-group new --no-group all"), 0);
}

TEST_CASE("pip stays in an environment that somebody else made") {
  Project project;
  AxleRun& axle = project.axle;
  expect_exit(axle("sync"), 0);
  expect_exit(axle("pip install pip b"), 0);
  SECTION("axle's own") {
    expect_exit(axle("sync"), 0);
    CHECK(axle.quietly("pip freeze").out == "a==1.0\n");
  }
  SECTION("another's") {
    std::string text = read_text(axle.venv() / "pyvenv.cfg");
    text.erase(text.find("axle = "),
               text.find('\n', text.find("axle = ")) + 1 - text.find("axle = "));
    axle.write(".venv/pyvenv.cfg", text);
    expect_exit(axle("sync"), 0);
    CHECK(axle.quietly("pip freeze").out == "a==1.0\npip==99.0\n");
  }
}

}  // namespace
}  // namespace axle::test
