// SPDX-License-Identifier: MIT
// Projects, members, source trees and source distributions that `sync` builds, with a backend of
// the tests' own.
#include <chrono>
#include <csignal>
#include <thread>

#include "cli/build_project.hpp"

namespace axle::test {
namespace {

TEST_CASE("the project is installed editable, and built again when its file changes") {
  BuildRig rig;
  rig.project("\"numpy\"", tiny_build_system);
  rig.axle.write("tiny.json", R"({"name": "app", "version": "0.1", "requires": ["numpy"]})");
  rig.axle.write("src/app.py", "");
  const AxleResult first = rig.axle("sync");
  expect_exit(first, 0);
  expect_said(first, {"Built app @ file://", "+ app==0.1 (from file://", "+ numpy==2.0"});
  CHECK(holds(rig.lock(), "source = { editable = \".\" }"));
  CHECK(read_text(rig.axle.site_packages() / "_app.pth") ==
        (rig.axle.project() / "src").string() + "\n");
  CHECK(holds(read_text(rig.axle.site_packages() / "app-0.1.dist-info/direct_url.json"),
              R"("dir_info":{"editable":true}})"));
  const std::string built = rig.built("app");
  CHECK(holds(built, "\"dists\": [\"tiny==1.0\"]"));
  CHECK(holds(built, "\"path\": true, \"venv\": true"));

  const AxleResult again = rig.axle("sync");
  expect_said(again, {"Checked 2 packages"});
  expect_not_said(again, "Built");
  rig.axle.write("src/app.py", "x = 1\n");  // an ordinary file: it is there already
  expect_not_said(rig.axle("sync"), "Built");
  rig.project("\"numpy\"",
              std::string("scripts = { app = \"app:main\" }\n") + std::string(tiny_build_system));
  const AxleResult changed = rig.axle("sync");
  expect_said(changed, {"Built app @ file://", "~ app==0.1 (from file://"});
}

TEST_CASE("a workspace's members are installed editable, and with --no-editable as usual ones") {
  BuildRig rig;
  rig.project("\"lib\"",
              "[tool.uv.workspace]\nmembers = [\"lib\"]\n"
              "[tool.uv.sources]\nlib = { workspace = true }\n");
  rig.tree("lib", "lib", "1.0", "\"numpy<2\"");
  expect_exit(rig.axle("sync"), 0);
  CHECK(holds(rig.lock(), "source = { editable = \"lib\" }"));
  CHECK(std::filesystem::exists(rig.axle.site_packages() / "_lib.pth"));
  expect_exit(rig.axle("sync --no-editable"), 0);
  CHECK_FALSE(std::filesystem::exists(rig.axle.site_packages() / "_lib.pth"));
  expect_exit(rig.axle("sync --no-editable-package other"), 0);
  CHECK(std::filesystem::exists(rig.axle.site_packages() / "_lib.pth"));
  expect_exit(rig.axle("run --no-editable-package lib python -c pass"), 0);
  CHECK_FALSE(std::filesystem::exists(rig.axle.site_packages() / "_lib.pth"));
  expect_failure(rig.axle, "sync --no-editable-package a/b", 2, {"a/b"});
  CHECK(std::filesystem::exists(rig.axle.site_packages() / "lib.py"));
}

TEST_CASE("a folder by path is locked without a build, and makes the lock stale when it changes") {
  BuildRig rig;
  rig.project("\"lib\"", "[tool.uv.sources]\nlib = { path = \"lib\" }\n");
  rig.tree("lib", "lib", "1.0", "\"numpy<2\"");
  const AxleResult locked = rig.axle("lock");
  expect_exit(locked, 0);
  expect_not_said(locked, "Building");
  CHECK(holds(rig.lock(), "source = { directory = \"lib\" }"));
  CHECK(holds(rig.lock(), "requires-dist = [{ name = \"numpy\", specifier = \"<2\" }]"));
  expect_exit(rig.axle("lock --check"), 0);
  expect_exit(rig.axle("sync"), 0);
  CHECK(holds(rig.axle.quietly("pip freeze").out, "numpy==1.0"));
  rig.tree("lib", "lib", "1.0", "\"numpy\"");
  expect_exit(rig.axle("lock --check"), 1);
  expect_exit(rig.axle("sync"), 0);
  rig.tree("lib", "lib", "1.0", "\"numpy>=3\"");
  expect_failure(rig.axle, "sync", 1, {"numpy>=3"});
}

TEST_CASE("a plan names the place of what is built, whose version only the build tells") {
  BuildRig rig;
  rig.project("\"lib\"", std::string("[tool.uv.sources]\nlib = { path = \"lib\" }\n") +
                             std::string(tiny_build_system));
  rig.axle.write("tiny.json", R"({"name": "app", "version": "0.1", "requires": ["lib"]})");
  rig.tree("lib", "lib", "1.0");
  const AxleResult plan = rig.axle("sync --dry-run");
  expect_exit(plan, 0);
  const std::string place = "file://" + rig.axle.project().string();
  expect_said(plan, {"+ app @ " + place + "\n", "+ lib @ " + place + "/lib\n"});
  expect_exit(rig.axle("sync"), 0);
  expect_said(rig.axle("sync --dry-run --reinstall-package lib"),
              {"- lib==1.0 (from " + place + "/lib)", "+ lib"});
}

TEST_CASE("a sync that fails leaves no lock of its own behind") {
  BuildRig rig;
  rig.project("\"numpy\"", tiny_build_system);
  rig.axle.write("tiny.json", R"({"name": "app", "version": "0.1", "requires": ["numpy"],
                                  "fail": {"editable": "no luck"}})");
  const AxleResult failed = rig.axle("sync");
  CHECK(failed.exit_code != 0);
  expect_said(failed, {"no luck"});
  CHECK_FALSE(std::filesystem::exists(rig.axle.project() / "uv.lock"));
  expect_exit(rig.axle("lock"), 0);
  const std::string before = rig.lock();
  rig.project("\"numpy\", \"torch\"", tiny_build_system);
  CHECK(rig.axle("sync").exit_code != 0);
  CHECK(rig.lock() == before);
  rig.axle.write("tiny.json", R"({"name": "app", "version": "0.1", "requires": ["numpy"]})");
  expect_exit(rig.axle("sync"), 0);
  CHECK(rig.lock() != before);
}

TEST_CASE("a wheel that was built here need not state hashes of its files") {
  BuildRig rig;
  rig.project("", tiny_build_system);
  rig.axle.write("tiny.json", R"({"name": "app", "version": "0.1", "no-hashes": true})");
  expect_exit(rig.axle("sync"), 0);
  // They are known all the same.
  const std::string record = read_text(rig.axle.site_packages() / "app-0.1.dist-info/RECORD");
  CHECK(holds(record, "app_built.json,sha256="));
}

TEST_CASE("a lock of a project with a dynamic version is judged without its backend") {
  BuildRig rig;
  rig.axle.write("pyproject.toml",
                 fmt::format("[project]\nname = \"app\"\nrequires-python = \">=3.8\"\n"
                             "dynamic = [\"version\"]\ndependencies = [\"numpy\"]\n{}"
                             "[[tool.uv.index]]\nurl = \"{}\"\ndefault = true\n",
                             tiny_build_system, rig.index.url()));
  rig.axle.write("tiny.json", R"({"name": "app", "version": "0.1", "requires": ["numpy"]})");
  expect_exit(rig.axle("lock"), 0);
  expect_exit(rig.axle("lock --check --offline --no-cache"), 0);
}

TEST_CASE("a source tree that is not there is no plan") {
  BuildRig rig;
  rig.project("\"lib\"", "[tool.uv.sources]\nlib = { path = \"lib\" }\n");
  rig.tree("lib", "lib", "1.0");
  expect_exit(rig.axle("lock"), 0);
  std::filesystem::remove_all(rig.axle.project() / "lib");
  expect_failure(rig.axle, "sync --frozen --dry-run", 2,
                 {"Distribution not found at: file://", "--no-install-package lib"});
  expect_failure(rig.axle, "sync --frozen", 2, {"Distribution not found at: file://"});
  expect_exit(rig.axle("sync --frozen --no-install-package lib"), 0);
}

TEST_CASE("what is dynamic comes from the backend, and is asked for once") {
  BuildRig rig;
  rig.axle.write(
      "pyproject.toml",
      fmt::format("[project]\nname = \"app\"\nrequires-python = \">=3.8\"\n"
                  "dynamic = [\"version\", \"dependencies\", \"optional-dependencies\"]\n"
                  "{}[tool.uv]\ncache-keys = [{{ file = \"version.txt\" }}]\n"
                  "[[tool.uv.index]]\nurl = \"{}\"\ndefault = true\n",
                  tiny_build_system, rig.index.url()));
  rig.axle.write("version.txt", "3.0\n");
  rig.axle.write("tiny.json", R"({"name": "app", "version-file": "version.txt",
    "requires": ["numpy<2"], "extras": {"gpu": ["torch"], "all": ["torch"]}})");
  expect_exit(rig.axle("sync"), 0);
  CHECK(holds(rig.lock(), "[[package]]\nname = \"app\"\nsource = { editable = \".\" }"));
  CHECK(holds(rig.lock(), "provides-extras = [\"all\", \"gpu\"]"));
  CHECK(holds(rig.axle.quietly("pip freeze").out, "numpy==1.0"));
  expect_exit(rig.axle("lock --check"), 0);
  rig.axle.write("version.txt", "3.1\n");
  const AxleResult newer = rig.axle("sync");
  expect_said(newer, {"- app==3.0", "+ app==3.1"});
}

TEST_CASE("source distributions of an index are built once, and found again offline") {
  BuildRig rig;
  rig.sdist("demo", "1.0", R"({"name": "demo", "version": "1.0", "requires": ["maker"]})");
  rig.sdist("bare", "1.0", R"({"name": "bare", "version": "1.0", "no-metadata": true})");
  rig.project("\"demo\", \"bare\"");
  const AxleResult first = rig.axle("sync");
  expect_exit(first, 0);
  expect_said(first, {"Built demo==1.0", "Built bare==1.0"});
  CHECK(read_text(rig.axle.site_packages() / "demo.py") == "where = 'sdist'\n");
  CHECK(holds(rig.axle.quietly("pip freeze").out, "maker==1.0"));
  std::filesystem::remove_all(rig.axle.venv());
  std::filesystem::remove(rig.axle.project() / "uv.lock");
  const AxleResult second = rig.axle("sync --offline");
  expect_exit(second, 0);
  expect_not_said(second, "Building");
  std::filesystem::remove_all(rig.axle.venv());
  for (const std::string_view words : {"sync --no-build", "sync --no-build --dry-run"})
    expect_failure(rig.axle, words, 2, {"marked as `--no-build` but has no binary distribution"});
  expect_exit(rig.axle("sync"), 0);
  expect_said(rig.axle("sync --reinstall-package demo"), {"Built demo==1.0", "~ demo==1.0"});
  expect_failure(rig.axle, "sync --no-build --reinstall-package demo", 2, {"`--no-build`"});
  expect_said(rig.axle("sync --no-build --reinstall-package demo --json"),
              {"\"code\":\"E_BUILD_REFUSED\""});
}

TEST_CASE("`--no-binary` builds what the lock has wheels of, and refuses what has no source") {
  BuildRig rig;
  rig.sdist("numpy", "2.0", R"({"name": "numpy", "version": "2.0"})");
  rig.project("\"numpy\", \"torch\"");
  expect_exit(rig.axle("lock"), 0);
  expect_failure(rig.axle, "sync --no-binary-package torch", 2,
                 {"`torch==2.5.0`", "`--no-binary` but has no source distribution"});
  expect_failure(rig.axle, "sync --no-binary-package numpy --no-build-package numpy", 2,
                 {"both `--no-binary` and `--no-build`"});
  expect_said(rig.axle("sync --no-binary-package numpy"), {"Built numpy==2.0", "+ torch==2.5.0"});
  CHECK(read_text(rig.axle.site_packages() / "numpy.py") == "where = 'sdist'\n");
}

TEST_CASE("a failed build says what failed, its last words and where all of them are") {
  BuildRig rig;
  rig.sdist("demo", "1.0", R"({"name": "demo", "version": "1.0",
    "fail": {"wheel": "error: command 'gcc' failed: No such file or directory"}})");
  rig.project("\"demo\"");
  expect_exit(rig.axle("lock"), 0);
  const AxleResult failed = rig.axle("sync");
  expect_exit(failed, 1);
  expect_said(failed, {"Failed to build `demo==1.0`", "Call to `tiny.build_wheel` failed",
                       "command 'gcc' failed", "log: ", "it needs a C compiler"});
  CHECK_FALSE(std::filesystem::exists(rig.axle.venv()));
}

TEST_CASE(
    "a setup.py that imports torch gets the line that helps, and then the torch of the lock") {
  BuildRig rig;
  const std::string top = "flash-1.0/";
  ArchiveSpec spec;
  spec.members.push_back(
      archive_file(top + "PKG-INFO", "Metadata-Version: 2.1\nName: flash\nVersion: 1.0\n"));
  spec.members.push_back(
      archive_file(top + "setup.py",
                   "import torch\nfrom setuptools import setup\n"
                   "setup(name='flash', version='1.0', install_requires=['torch'])\n"));
  rig.index.add("simple", "flash", {.filename = "flash-1.0.zip", .bytes = write_archive(spec)});
  rig.project("\"flash\", \"torch<2.5\"");
  expect_failure(rig.axle, "sync", 1,
                 {"ModuleNotFoundError: No module named 'torch'",
                  "flash = [{ requirement = \"torch\", match-runtime = true }]"});
  rig.project("\"flash\", \"torch<2.5\"",
              "[tool.uv.extra-build-dependencies]\n"
              "flash = [{ requirement = \"torch\", match-runtime = true }]\n"
              "[[tool.uv.dependency-metadata]]\nname = \"flash\"\nversion = \"1.0\"\n"
              "requires-dist = [\"torch\"]\n");
  expect_exit(rig.axle("sync"), 0);
  CHECK(holds(rig.built("flash"), "torch==2.4.0"));
}

TEST_CASE("a build that needs a tool which is not there says what to install") {
  struct Lack {
    std::string tool;
    std::string way_out;
  };
  const std::vector<Lack> lacks{
      {"cargo", "it needs Rust: install it from https://rustup.rs"},
      {"gcc", "it needs a C compiler: install one, such as `gcc`"},
      {"g++", "it needs a C++ compiler: install one, such as `g++`"},
      {"cmake", "it needs CMake: install it"},
  };
  BuildRig rig;
  for (std::size_t i = 0; i < lacks.size(); ++i) {
    const std::string name = fmt::format("lacking{}", i);
    rig.sdist(name, "1.0",
              fmt::format(R"({{"name": "{}", "version": "1.0", "run": ["{}", "x"]}})", name,
                          lacks[i].tool));
    rig.project(fmt::format("\"{}\"", name));
    const AxleResult failed = rig.axle("sync");
    expect_exit(failed, 1);
    expect_said(failed, {lacks[i].way_out});
  }
}

TEST_CASE("settings reach the build, and a change of them builds and installs again") {
  BuildRig rig;
  rig.sdist("demo", "1.0", R"({"name": "demo", "version": "1.0", "needs": ["maker"]})");
  const std::string settings =
      "[tool.uv]\nbuild-constraint-dependencies = [\"numpy<2\"]\n"
      "[tool.uv.config-settings]\ncolour = [\"red\", \"blue\"]\n"
      "[tool.uv.extra-build-variables]\ndemo = { TINY_X = \"1\" }\n"
      "[tool.uv.extra-build-dependencies]\ndemo = [\"numpy\"]\n";
  rig.project("\"demo\"", settings);
  expect_exit(rig.axle("sync"), 0);
  const std::string built = rig.built("demo");
  CHECK(holds(built, "\"maker==1.0\", \"numpy==1.0\", \"tiny==1.0\""));
  CHECK(holds(built, R"("settings": {"colour": ["red", "blue"]})"));
  CHECK(holds(built, "TINY_X=1"));
  const AxleResult other = rig.axle("sync -C shape=round");
  expect_said(other, {"~ demo==1.0"});
  CHECK(holds(rig.built("demo"), R"("shape": "round")"));
}

TEST_CASE("a project that uv began is built where the index has only an older uv_build") {
  BuildRig rig;
  rig.index.add("simple",
                WheelBuilder("uv_build", "0.13.6")
                    .requires_dist("tiny")
                    .file("uv_build/__init__.py", "from tiny import *\n"),
                "uv-build");
  rig.project("\"numpy\"",
              "[build-system]\nrequires = [\"uv_build>=0.13.9,<0.14.0\"]\n"
              "build-backend = \"uv_build\"\n");
  rig.axle.write("tiny.json", R"({"name": "app", "version": "0.1", "requires": ["numpy"]})");
  const AxleResult synced = rig.axle("sync");
  expect_exit(synced, 0);
  expect_said(synced, {"no index has `uv-build>=0.13.9, <0.14.0`", "+ app==0.1 (from file://"});
}

TEST_CASE("a build ends with all that it started when the user stops it") {
  BuildRig rig;
  rig.sdist("slow", "1.0",
            R"json({"name": "slow", "version": "1.0", "run": ["python3", "-c",
    "import os, time; open(os.environ['MARK'], 'w').write(str(os.getpid())); time.sleep(60)"]
})json");
  rig.project("\"slow\"");
  const std::filesystem::path mark = rig.axle.project() / "mark";
  rig.axle.set("MARK", mark.string());
  expect_exit(rig.axle("lock"), 0);
  auto running = rig.axle.start("sync");
  for (int i = 0; i < 1000 && (!std::filesystem::exists(mark) || read_text(mark).empty()); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const pid_t child = std::stoi(read_text(mark));
  running.interrupt(SIGINT);
  expect_exit(running.wait(), 130);
  bool is_gone = false;
  for (int i = 0; i < 250 && !is_gone; ++i) {
    is_gone = ::kill(child, 0) != 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(is_gone);
}

}  // namespace
}  // namespace axle::test
