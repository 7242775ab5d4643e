// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

constexpr std::string_view edit_universe =
    "[simple]\n"
    "alpha 1.0\n"
    "alpha 2.0\n"
    "beta 1.5 : alpha\n"
    "delta 1.2\n"
    "[accel]\n"
    "torch 2.5.1+cu124\n";

/// A project beside an index, and what its file says.
struct Demo {
  FakeIndex index{edit_universe};
  AxleRun axle;

  explicit Demo(std::string_view rest = "dependencies = []\n") {
    axle.set("UV_DEFAULT_INDEX", "");
    axle.write("pyproject.toml", head() + std::string(rest));
    axle.write("uv.toml", fmt::format("index-url = \"{}\"\n", index.url()));
  }
  static std::string head() {
    return "[project]\nname = \"demo\"\nversion = \"0.1.0\"\nrequires-python = \">=3.9\"\n";
  }
  std::string file() const { return read_text(axle.project() / "pyproject.toml"); }
  void expect_rest(std::string_view rest) const { CHECK(file() == head() + std::string(rest)); }
  std::string installed() {
    std::string text = axle.quietly("pip freeze").out;
    std::ranges::replace(text, '\n', ' ');
    return text;
  }
};

TEST_CASE("add reads a file once: it may be standard input") {
  for (const char* file : {"-", "/dev/stdin"}) {
    INFO(file);
    Demo demo;
    demo.axle.write("c.txt", "alpha<2\n");
    demo.axle.feed("alpha\nbeta\n-c " + (demo.axle.project() / "c.txt").string() + "\n");
    expect_exit(demo.axle(fmt::format("add -r {}", file)), 0);
    demo.expect_rest("dependencies = [\n    \"alpha>=1.0\",\n    \"beta>=1.5\",\n]\n");
    CHECK(demo.installed().find("alpha==1.0 beta==1.5") != std::string::npos);
  }
}

TEST_CASE("add writes, locks and installs") {
  Demo demo;
  const AxleResult added = demo.axle("add beta 'delta<2'");
  expect_exit(added, 0);
  expect_said(added, {"Resolved 4 packages", "Installed 3 packages", "+ beta==1.5"});
  demo.expect_rest("dependencies = [\n    \"beta>=1.5\",\n    \"delta<2\",\n]\n");
  CHECK(demo.installed() == "alpha==2.0 beta==1.5 delta==1.2 ");
  expect_exit(demo.axle("lock --check"), 0);

  expect_exit(demo.axle("add --dev 'alpha<2' --bounds exact"), 0);
  expect_exit(demo.axle("add --optional fast delta"), 0);
  expect_exit(demo.axle("add --group docs beta --frozen"), 0);
  demo.expect_rest(
      "dependencies = [\n    \"beta>=1.5\",\n    \"delta<2\",\n]\n\n"
      "[project.optional-dependencies]\nfast = [\n    \"delta>=1.2\",\n]\n\n"
      "[dependency-groups]\ndev = [\n    \"alpha<2\",\n]\ndocs = [\n    \"beta\",\n]\n");
}

TEST_CASE("add writes the index of a package, its source and its marker") {
  Demo demo;
  expect_exit(demo.axle(fmt::format("add torch -m 'sys_platform==\"{}\"' --index accel={}",
#if defined(__APPLE__)
                                    "darwin",
#else
                                    "linux",
#endif
                                    demo.index.url("accel"))),
              0);
  CHECK(demo.file().find("\"torch>=2.5.1 ; sys_platform == '") != std::string::npos);
  CHECK(demo.file().find("[tool.uv.sources]\ntorch = { index = \"accel\" }\n") !=
        std::string::npos);
  CHECK(demo.file().find(fmt::format("[[tool.uv.index]]\nname = \"accel\"\nurl = \"{}\"\n",
                                     demo.index.url("accel"))) != std::string::npos);
  CHECK(demo.installed() == "torch==2.5.1+cu124 ");
}

TEST_CASE("the source that was said last comes last, and says that a member is editable") {
  Demo demo;
  for (const char* name : {"one", "two"})
    demo.axle.write(std::string(name) + "/pyproject.toml",
                    fmt::format("[project]\nname = \"{}\"\nversion = \"1\"\n", name));
  expect_exit(demo.axle("add --frozen --no-workspace ./one ./two"), 0);
  expect_exit(demo.axle("add --frozen --no-workspace --editable ./one"), 0);
  CHECK(demo.file().ends_with(
      "[tool.uv.sources]\ntwo = { path = \"two\" }\none = { path = \"one\", editable = true }\n"));
  expect_exit(demo.axle("add --frozen --editable ./two"), 0);
  CHECK(demo.file().find("two = { workspace = true, editable = true }\n") != std::string::npos);
  expect_exit(demo.axle("add --no-sync delta"), 0);
}

TEST_CASE("a source says `editable = false` where `--no-editable` was said") {
  Demo demo;
  for (const char* name : {"one", "../far"})
    demo.axle.write(std::string(name) + "/pyproject.toml",
                    fmt::format("[project]\nname = \"{}\"\nversion = \"1\"\n",
                                std::filesystem::path(name).filename().string()));
  expect_exit(demo.axle("add --frozen --no-editable ./one ../far"), 0);
  CHECK(demo.file().find("one = { workspace = true, editable = false }\n") != std::string::npos);
  CHECK(demo.file().find("far = { path = \"../far\", editable = false }\n") != std::string::npos);
  expect_exit(demo.axle("add --frozen --no-editable --editable ../far"), 0);
  CHECK(demo.file().find("far = { path = \"../far\", editable = true }\n") != std::string::npos);
  // A member from outside the workspace's folder is named in full.
  expect_exit(demo.axle("add --frozen --workspace ../far"), 0);
  CHECK(demo.file().find(
            fmt::format("    \"{}\",\n", (demo.axle.project().parent_path() / "far").string())) !=
        std::string::npos);
}

TEST_CASE("a member that is new is written first, and only repositories have branches") {
  Demo demo;
  demo.axle.write("lib/pyproject.toml", "[project]\nname = \"lib\"\nversion = \"1\"\n");
  demo.axle.write("dev.txt", "alpha\n-e ./lib\n");
  expect_failure(demo.axle, "add ./lib --branch next --no-sync", 2,
                 {"`lib` did not resolve to a Git repository", "--branch next"});
  demo.expect_rest("dependencies = []\n");
  expect_exit(demo.axle("add -r dev.txt --dev --no-sync"), 0);
  demo.expect_rest(
      "dependencies = []\n\n[tool.uv.workspace]\nmembers = [\n    \"lib\",\n]\n\n"
      "[tool.uv.sources]\nlib = { workspace = true }\n\n"
      "[dependency-groups]\ndev = [\n    \"alpha>=2.0\",\n    \"lib\",\n]\n");
  expect_exit(demo.axle("add --no-workspace ./lib --editable --no-sync"), 0);
  CHECK(demo.file().find("lib = { workspace = true, editable = true }") != std::string::npos);
}

TEST_CASE("add --raw keeps URLs in the requirements, also those of files and without a name") {
  Demo demo;
  demo.axle.write("lib/pyproject.toml", "[project]\nname = \"lib\"\nversion = \"1\"\n");
  demo.axle.write("r.txt", "alpha\nbeta >= 1 ; sys_platform == 'linux'\n-e ./lib\n");
  const std::string place = (demo.axle.project() / "lib").string();
  expect_exit(demo.axle("add --raw --frozen --no-workspace -r r.txt"), 0);
  demo.expect_rest(
      "dependencies = [\n    \"alpha\",\n    \"beta>=1 ; sys_platform == 'linux'\",\n    \"lib @ "
      "file://" +
      place + "\",\n]\n");
  expect_exit(demo.axle("add --raw --frozen --dev ./lib"), 0);
  CHECK(demo.file().find("dev = [\n    \"lib @ file://" + place + "\",\n]") != std::string::npos);
  CHECK(demo.file().find("members = [\n    \"lib\",\n]") != std::string::npos);
  CHECK(demo.file().find("tool.uv.sources") == std::string::npos);
}

TEST_CASE("add heeds the constraints that a file of requirements names") {
  Demo demo;
  demo.axle.write("r.txt", "-c bounds.txt\nalpha\n");
  demo.axle.write("bounds.txt", "alpha<2\n");
  expect_exit(demo.axle("add -r r.txt"), 0);
  demo.expect_rest("dependencies = [\n    \"alpha>=1.0\",\n]\n");
  CHECK(demo.installed() == "alpha==1.0 ");
}

TEST_CASE("add leaves the group dev out, but for --dev and --group") {
  Demo demo("dependencies = []\n[dependency-groups]\ndev = [\"delta\"]\ndocs = [\"alpha<2\"]\n");
  expect_exit(demo.axle("add beta"), 0);
  CHECK(demo.installed() == "alpha==1.0 beta==1.5 ");
  expect_exit(demo.axle("add --group docs beta"), 0);
  CHECK(demo.installed() == "alpha==1.0 beta==1.5 delta==1.2 ");
}

TEST_CASE("add keeps no index that was given with --index-url") {
  Demo demo;
  const AxleResult added = demo.axle("add torch --index-url " + demo.index.url("accel"));
  expect_exit(added, 0);
  expect_said(added, {"via `--index-url` will not be persisted"});
  demo.expect_rest("dependencies = [\n    \"torch>=2.5.1\",\n]\n");
}

TEST_CASE("a folder that is named in full is the one that was locked") {
  Demo demo("dependencies = [\"lib\"]\n[tool.uv.sources]\nlib = { path = \"../lib\" }\n");
  demo.axle.write("../lib/pyproject.toml", "[project]\nname = \"lib\"\nversion = \"1\"\n");
  expect_exit(demo.axle("lock"), 0);
  const std::string locked = read_text(demo.axle.project() / "uv.lock");
  const auto source = [&](const std::string& path) {
    demo.axle.write("pyproject.toml", Demo::head() + "dependencies = [\"lib\"]\n" +
                                          "[tool.uv.sources]\nlib = { path = \"" + path + "\" }\n");
  };
  const std::filesystem::path parent = demo.axle.project().parent_path();
  source((parent / "lib").string());
  expect_exit(demo.axle("lock --check"), 0);
  expect_exit(demo.axle("lock"), 0);
  CHECK(read_text(demo.axle.project() / "uv.lock") == locked);
  demo.axle.write("../other/pyproject.toml", "[project]\nname = \"lib\"\nversion = \"1\"\n");
  source((parent / "other").string());
  expect_exit(demo.axle("lock --check"), 1);
}

TEST_CASE("an upgrade of one package may say to which version, for this time only") {
  Demo demo("dependencies = [\"alpha\"]\n");
  const auto locked = [&](const std::string& command) {
    expect_exit(demo.axle(command), 0);
    const std::string lock = read_text(demo.axle.project() / "uv.lock");
    CHECK(lock.find("constraints") == std::string::npos);
    return lock.find("version = \"1.0\"") != std::string::npos ? "1.0" : "2.0";
  };
  CHECK(locked("lock") == std::string("2.0"));
  CHECK(locked("lock -P alpha==1.0") == std::string("1.0"));
  CHECK(locked("lock") == std::string("1.0"));
  CHECK(locked("lock -P 'alpha>1'") == std::string("2.0"));
  demo.axle.write("r.in", "alpha\n");
  CHECK(demo.axle("pip compile r.in -P 'alpha<2' --no-header --no-annotate").out == "alpha==1.0\n");
}

TEST_CASE("what cannot be added or set is answered with what can") {
  Demo demo;
  expect_failure(demo.axle, "add alpha==", 2, {"`alpha==`", "write a name"});
  expect_failure(demo.axle, "version 1.x", 2, {"`1.x` is not a version", "such as `1.2.0`"});
  demo.axle.write("r.txt", "alpha\n-r nope.txt\n");
  expect_failure(demo.axle, "add -r r.txt", 2,
                 {"Couldn't find a file that is named in `r.txt` at line 2", "nope.txt"});
  demo.expect_rest("dependencies = []\n");
}

TEST_CASE("an edit keeps line ends, a byte order mark, comments and quotes") {
  Demo demo;
  const std::string before =
      "\xEF\xBB\xBF# head\r\n[project] # table\r\nname = 'demo'\r\nversion = \"0.1.0\"\r\n"
      "requires-python = '>=3.9'\r\ndependencies = [\r\n  'alpha', # why\r\n]\r\n\r\n# tail\r\n";
  demo.axle.write("pyproject.toml", before);
  expect_exit(demo.axle("add beta"), 0);
  std::string expected = before;
  expected.replace(expected.find("]\r\n\r\n"), 0, "  \"beta>=1.5\",\r\n");
  CHECK(demo.file() == expected);
  expect_exit(demo.axle("remove beta"), 0);
  CHECK(demo.file() == before);
}

TEST_CASE("after a failure file, lock and environment are as they were") {
  Demo demo("dependencies = [\n    \"alpha\",\n]\n");
  expect_failure(demo.axle, "add 'alpha>=7' --no-sync", 1, {"Failed to add", "--frozen"});
  CHECK_FALSE(std::filesystem::exists(demo.axle.venv()));
  expect_exit(demo.axle("sync"), 0);
  expect_failure(demo.axle, "add nothing-of-this-name", 1, {"Failed to add dependencies"});
  expect_failure(demo.axle, "add 'beta>>1'", 2, {"beta>>1"});
  expect_failure(demo.axle, "add --locked beta", 1, {"--locked"});
  demo.index.change("simple", "beta",
                    [](OfferedFile& file) { file.sha256 = std::string(64, '0'); });
  expect_failure(demo.axle, "add beta --refresh", 4, {"beta"});
  CHECK_FALSE(std::filesystem::exists(demo.axle.project() / ".axle-undo"));
}

TEST_CASE("what a killed add left is taken back by the next command") {
  Demo demo;
  expect_exit(demo.axle("sync"), 0);
  const std::string before = demo.file();
  const std::string lock = read_text(demo.axle.project() / "uv.lock");
  // As an add leaves it that is killed before the environment is changed.
  demo.axle.write(
      ".axle-undo",
      fmt::format("axle-undo-1\nf 420 0 14 {}\npyproject.toml{}\nf 420 0 7 {}\nuv.lock{}\n"
                  "d 0 0 5 0\n.venv\nend\n",
                  before.size(), before, lock.size(), lock));
  demo.axle.write("pyproject.toml", "half written");
  demo.axle.write("uv.lock", "");
  demo.axle.write(".axle-tmp-killed", "half");
  expect_exit(demo.axle("sync --locked"), 0);
  CHECK_FALSE(std::filesystem::exists(demo.axle.project() / ".axle-tmp-killed"));
  CHECK(demo.file() == before);
  CHECK(read_text(demo.axle.project() / "uv.lock") == lock);
  CHECK_FALSE(std::filesystem::exists(demo.axle.project() / ".axle-undo"));
}

TEST_CASE("remove takes every entry, its source, and the packages that nobody needs") {
  Demo demo(
      "dependencies = [\"alpha<2 ; os_name == 'nt'\", \"Alpha\", \"delta\"]\n\n"
      "[tool.uv.sources]\ndelta = { index = \"x\" }\n");
  demo.axle.write("pyproject.toml",
                  demo.file() + fmt::format("[[tool.uv.index]]\nname = \"x\"\nurl = \"{}\"\n",
                                            demo.index.url()));
  expect_exit(demo.axle("sync"), 0);
  const AxleResult removed = demo.axle("remove ALPHA delta");
  expect_exit(removed, 0);
  expect_said(removed, {"- alpha==1.0", "- delta==1.2"});
  CHECK(demo.file().find("dependencies = []\n") != std::string::npos);
  CHECK(demo.file().find("sources") == std::string::npos);
  CHECK(demo.installed().empty());
}

TEST_CASE("remove takes requirements by the name in them") {
  Demo demo("dependencies = [\"alpha<2\", \"beta[x] ; os_name == 'nt'\", \"delta\"]\n");
  expect_exit(demo.axle("remove --frozen 'beta[x]' 'alpha<2'"), 0);
  demo.expect_rest("dependencies = [\n    \"delta\",\n]\n");
  expect_failure(demo.axle, "remove --frozen delta=1", 2, {"`delta=1`"});
  expect_failure(demo.axle, "remove --locked --upgrade delta", 2, {"--upgrade"});
}

TEST_CASE("remove says where else a package is") {
  Demo demo("dependencies = []\n\n[dependency-groups]\ndocs = [\"alpha\"]\n");
  expect_failure(demo.axle, "remove alpha", 2,
                 {"`alpha` could not be found in `project.dependencies`", "--group docs"});
  expect_failure(demo.axle, "remove --dev beta", 2, {"dependency-groups.dev"});
  expect_exit(demo.axle("remove --group docs alpha --no-sync"), 0);
  CHECK(demo.file().find("docs = []") != std::string::npos);
}

TEST_CASE("version says and sets the project's version") {
  Demo demo;
  CHECK(demo.axle("version").out == "demo 0.1.0\n");
  CHECK(demo.axle("version --short").out == "0.1.0\n");
  CHECK(demo.axle("version --bump minor --dry-run").out == "demo 0.1.0 => 0.2.0\n");
  CHECK(demo.axle("version --bump patch --bump rc --no-sync").out == "demo 0.1.0 => 0.1.1rc1\n");
  CHECK(read_text(demo.axle.project() / "uv.lock").find("version = \"0.1.1rc1\"") !=
        std::string::npos);
  CHECK(demo.axle("version 1.0-ALPHA.2 --frozen").out == "demo 0.1.1rc1 => 1.0a2\n");
  CHECK(demo.axle("version --output-format json").out.find("\"version\": \"1.0a2\"") !=
        std::string::npos);
  expect_failure(demo.axle, "version --bump alpha --bump beta", 2, {"Only one pre-release"});
  expect_failure(demo.axle, "version --locked 3", 1, {"--locked"});
}

TEST_CASE("a script's block and the command line say how what is added to it is resolved") {
  Demo demo;
  const std::string block = "# /// script\n# requires-python = \">=3.9\"\n# dependencies = []\n";
  demo.axle.write("old.py", block + "# [tool.uv]\n# resolution = \"lowest\"\n# ///\n");
  expect_exit(demo.axle("add --script old.py alpha"), 0);
  CHECK(read_text(demo.axle.project() / "old.py").find("\"alpha>=1.0\"") != std::string::npos);
  demo.axle.write("new.py", block + "# ///\n");
  expect_exit(demo.axle("add --script new.py --resolution lowest alpha"), 0);
  CHECK(read_text(demo.axle.project() / "new.py").find("\"alpha>=1.0\"") != std::string::npos);
}

TEST_CASE("a script's dependencies are edited in its block") {
  Demo demo;
  demo.axle.write("job.py", "#!/usr/bin/env python3\nprint(1)\n");
  expect_exit(demo.axle("add --script job.py alpha 'delta<2'"), 0);
  const std::string text = read_text(demo.axle.project() / "job.py");
  CHECK(text.starts_with("#!/usr/bin/env python3\n# /// script\n# requires-python = \">="));
  CHECK(
      text.ends_with("# dependencies = [\n#     \"alpha>=2.0\",\n#     \"delta<2\",\n# ]\n# ///\n"
                     "print(1)\n"));
  expect_exit(demo.axle("remove --script job.py delta"), 0);
  CHECK(read_text(demo.axle.project() / "job.py").find("delta") == std::string::npos);
  expect_failure(demo.axle, "remove --script job.py delta", 2, {"could not be found"});
  // Of two indexes nobody has said which one the package is to come from.
  expect_exit(demo.axle(fmt::format(
                  "add --script job.py --frozen torch --index one={0}/one --index two={0}/two",
                  demo.index.url())),
              0);
  CHECK(read_text(demo.axle.project() / "job.py").find("tool.uv.sources") == std::string::npos);
  demo.expect_rest("dependencies = []\n");
}

}  // namespace
}  // namespace axle::test
