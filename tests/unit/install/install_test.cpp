// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"
#include "fetch/record_lines.hpp"
#include "install/startup_hooks.hpp"
#include "install_rig.hpp"

namespace axle::test {
namespace {

WheelBuilder demo(const std::string& version = "1.0") {
  return WheelBuilder("demo", version)
      .file("demo/__init__.py", "version = '" + version + "'\n")
      .file("demo/sub/data.txt", "data of " + version);
}

/// Every line of every RECORD, held against the files.
void check_records(const InstallRig& rig) {
  for (const InstalledPackage& package : rig.installed()) {
    const auto lines = parse_record_lines(read_text(package.info_path / "RECORD"), 1000);
    REQUIRE(lines);
    std::string last;
    for (const RecordLine& line : *lines) {
      INFO(line.path);
      CHECK(last < line.path);
      last = line.path;
      const auto path = rig.target.purelib / line.path;
      REQUIRE(path_exists(path));
      if (line.path.ends_with("/RECORD")) continue;
      const std::string contents = read_text(path);
      CHECK(line.size == contents.size());
      CHECK(line.hash ==
            "sha256=" + base64url_encode(*digest_of(DigestAlgorithm::sha256, contents)));
    }
  }
}

}  // namespace

TEST_CASE("a wheel is installed with all that belongs to it", "[install]") {
  InstallRig rig;
  rig.options.link_mode = GENERATE(LinkMode::automatic, LinkMode::clone, LinkMode::hardlink,
                                   LinkMode::copy, LinkMode::symlink);
  rig.direct_url = DirectUrl{"https://files.test/demo.whl", DirectUrl::Archive{}, std::nullopt};
  const auto report = rig.sync({demo()
                                    .file("demo-1.0.data/scripts/tool", "#!python -E\nprint(1)\n")
                                    .file("demo-1.0.data/scripts/shell", "#!/bin/sh\ntrue\n")
                                    .file("demo-1.0.data/scripts/binary",
                                          "\x7f"
                                          "ELF",
                                          true)
                                    .file("demo-1.0.data/data/share/demo/info.txt", "info")
                                    .file("demo-1.0.data/headers/demo.h", "#define DEMO\n")
                                    .file("demo-1.0.data/purelib/demo_pure.py", "pure")
                                    .file("demo-1.0.data/platlib/demo_plat.py", "plat")
                                    .file("demo/__pycache__/x.cpython-312.pyc", "byte code")
                                    .file("demo.pth", "import demo\n")
                                    .file("demo-1.0.dist-info/INSTALLER", "someone")
                                    .file("demo-1.0.dist-info/direct_url.json", "{\"a\": 1}")
                                    .console_script("demo", "demo.cli:App.main")});
  if (!report) FAIL(report.error().message);
  CHECK(report->installed == 1);
  CHECK(report->startup_hooks == std::vector<std::string>{"demo: demo.pth"});
  CHECK(rig.read(site + "demo/sub/data.txt") == "data of 1.0");
  CHECK(rig.read("bin/tool") == "#!" + rig.target.python.string() + "\nprint(1)\n");
  CHECK(rig.read("bin/shell") == "#!/bin/sh\ntrue\n");
  CHECK(rig.read("share/demo/info.txt") == "info");
  CHECK(rig.read("include/site/python3.12/demo/demo.h") == "#define DEMO\n");
  CHECK(rig.read(site + "demo_pure.py") == "pure");
  CHECK(rig.read(site + "demo_plat.py") == "plat");
  CHECK(rig.read(site + "demo-1.0.dist-info/INSTALLER") == "axle");
  CHECK(rig.read(site + "demo-1.0.dist-info/REQUESTED").empty());
  CHECK(rig.read(site + "demo-1.0.dist-info/direct_url.json").find("https://files.test/demo.whl") !=
        std::string::npos);
  CHECK_FALSE(rig.has(site + "demo/__pycache__"));
  CHECK_FALSE(rig.has(site + "demo-1.0.data"));
  CHECK_FALSE(rig.has(".axle"));
  const std::string launcher = rig.read("bin/demo");
  CHECK(launcher.starts_with("#!" + rig.target.python.string() + "\n"));
  CHECK(launcher.find("from demo.cli import App\n") != std::string::npos);
  CHECK(launcher.find("sys.exit(App.main())") != std::string::npos);
  for (const char* script : {"bin/tool", "bin/shell", "bin/binary", "bin/demo"})
    CHECK(::access((rig.target.prefix / script).c_str(), X_OK) == 0);
  check_records(rig);
  CHECK(rig.read(site + "demo-1.0.dist-info/RECORD").find("../../../bin/tool,sha256=") !=
        std::string::npos);
}

TEST_CASE("installing and removing leaves no trace", "[install]") {
  InstallRig rig;
  rig.write("share/kept.txt", "someone else's");
  const auto before = rig.tree();
  const WheelBuilder full = demo()
                                .file("demo-1.0.data/data/share/demo/info.txt", "info")
                                .file("demo-1.0.data/data/etc/demo/demo.conf", "conf")
                                .file("demo-1.0.data/headers/demo.h", "h")
                                .file("namespace/demo/x.py", "x")
                                .file("single.py", "x")
                                .console_script("demo", "demo:main");
  rig.must_sync({full, WheelBuilder("other", "1.0").file("namespace/other/y.py", "y")});
  // What Python leaves behind while it runs.
  rig.write(site + "__pycache__/single.cpython-312.pyc", "byte code");
  rig.write(site + "demo/__pycache__/__init__.cpython-312.pyc", "byte code");
  rig.write(site + "namespace/demo/__pycache__/x.cpython-312.opt-1.pyc", "byte code");
  rig.must_sync({WheelBuilder("other", "1.0").file("namespace/other/y.py", "y")});
  CHECK(rig.has(site + "namespace/other/y.py"));
  CHECK_FALSE(rig.has(site + "namespace/demo"));
  CHECK_FALSE(rig.has(site + "__pycache__"));
  rig.must_sync({});
  CHECK(rig.tree() == before);
}

TEST_CASE("an upgrade replaces everything and keeps what is not its own", "[install]") {
  InstallRig rig;
  rig.must_sync({demo()
                     .file("demo/old.py", "old")
                     .file("demo/becomes_directory", "file")
                     .file("demo/becomes_file/x", "x")
                     .console_script("demo-old", "demo:main")});
  rig.write(site + "demo/notes.txt", "the user's");
  const auto report = rig.sync({demo("2.0")
                                    .file("demo/new.py", "new")
                                    .file("demo/becomes_directory/x", "x")
                                    .file("demo/becomes_file", "file")
                                    .console_script("demo-new", "demo:main")});
  if (!report) FAIL(report.error().message);
  CHECK(report->installed == 1);
  CHECK(report->removed == 1);
  CHECK(rig.read(site + "demo/sub/data.txt") == "data of 2.0");
  CHECK(rig.read(site + "demo/notes.txt") == "the user's");
  CHECK(rig.read(site + "demo/becomes_directory/x") == "x");
  CHECK(rig.read(site + "demo/becomes_file") == "file");
  CHECK_FALSE(rig.has(site + "demo/old.py"));
  CHECK_FALSE(rig.has(site + "demo-1.0.dist-info"));
  CHECK_FALSE(rig.has("bin/demo-old"));
  CHECK(rig.has("bin/demo-new"));
  check_records(rig);
}

TEST_CASE("packages may share a file only if they agree about it", "[install]") {
  InstallRig rig;
  const auto nvidia = [](const std::string& name, const std::string& init) {
    return WheelBuilder("nvidia-" + name, "1.0")
        .file("nvidia/__init__.py", init)
        .file("nvidia/" + name + "/lib.so", name);
  };
  SECTION("the same contents") {
    rig.must_sync({nvidia("a", ""), nvidia("b", "")});
    CHECK(rig.has(site + "nvidia/b/lib.so"));
    check_records(rig);
    rig.must_sync({nvidia("b", "")});
    CHECK(rig.has(site + "nvidia/__init__.py"));
    CHECK_FALSE(rig.has(site + "nvidia/a"));
    rig.must_sync({nvidia("b", ""), nvidia("c", "")});
    rig.must_sync({});
    CHECK_FALSE(rig.has(site + "nvidia"));
  }
  SECTION("other contents") {
    const auto before = rig.tree();
    const auto result = rig.sync({nvidia("a", "x"), nvidia("b", "y")});
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::conflict);
    CHECK(result.error().kind == ErrorKind::environment);
    CHECK(result.error().message.find("nvidia/__init__.py") != std::string::npos);
    CHECK(rig.tree() == before);
  }
  SECTION("other contents than an installed package") {
    rig.must_sync({nvidia("a", "x")});
    const auto before = rig.tree();
    const auto result = rig.sync({nvidia("a", "x"), nvidia("b", "y")});
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::conflict);
    CHECK(result.error().message.find("belongs to `nvidia-a`") != std::string::npos);
    CHECK(rig.tree() == before);
  }
  SECTION("two launchers of one name") {
    const auto result = rig.sync(
        {demo().console_script("run", "demo:main"),
         WheelBuilder("other", "1.0").file("other.py", "x").console_script("run", "other:main")});
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::conflict);
  }
  SECTION("a file and a directory") {
    const auto result =
        rig.sync({demo().file("thing", "x"), WheelBuilder("other", "1.0").file("thing/x.py", "x")});
    REQUIRE_FALSE(result);
    CHECK(result.error().code == ErrorCode::conflict);
  }
}

TEST_CASE("files that no package owns give way and are kept", "[install]") {
  InstallRig rig;
  const std::string path = GENERATE(site + "demo/__init__.py", site + "demo/sub/data.txt",
                                    site + "demo/sub", site + "demo", std::string("bin/tool"));
  rig.write(path, "the user's");
  const auto report = rig.sync({demo().console_script("tool", "demo:main")});
  if (!report) FAIL(report.error().message);
  CHECK(report->saved_in == ".axle-saved-1");
  CHECK(rig.read(".axle-saved-1/" + path) == "the user's");
  CHECK(rig.has(site + "demo/sub/data.txt"));
  check_records(rig);
}

TEST_CASE("a directory that no package owns is in the way of a file", "[install]") {
  InstallRig rig;
  rig.write(site + "demo/__init__.py/x", "the user's");
  const auto before = rig.tree();
  const auto result = rig.sync({demo()});
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::conflict);
  CHECK(result.error().message.find("no package owns it") != std::string::npos);
  CHECK(rig.tree() == before);
}

TEST_CASE("a changed data file does not stop an upgrade, and is kept", "[install]") {
  InstallRig rig;
  const auto with_conf = [](const std::string& version) {
    return WheelBuilder("conf", version)
        .file("conf.py", version)
        .file("conf-" + version + ".data/data/etc/conf.ini", version);
  };
  rig.must_sync({with_conf("1.0")});
  rig.write("etc/conf.ini", "mine");
  const auto report = rig.sync({with_conf("2.0")});
  if (!report) FAIL(report.error().message);
  CHECK(rig.read("etc/conf.ini") == "2.0");
  CHECK(rig.read(".axle-saved-1/etc/conf.ini") == "mine");
  CHECK(report->kept_files.empty());
}

TEST_CASE("byte code of a module that is replaced goes with it", "[install]") {
  InstallRig rig;
  rig.must_sync({WheelBuilder("mono", "1.0").file("mono.py", "V = 1").file("Upper.py", "U = 1")});
  for (const char* name : {"mono", "Upper", "other"})
    rig.write(site + "__pycache__/" + name + ".cpython-312.pyc", "stale");
  rig.must_sync({WheelBuilder("mono", "2.0").file("mono.py", "V = 2").file("Upper.py", "U = 2")});
  CHECK_FALSE(rig.has(site + "__pycache__/mono.cpython-312.pyc"));
  CHECK_FALSE(rig.has(site + "__pycache__/Upper.cpython-312.pyc"));
  CHECK(rig.has(site + "__pycache__/other.cpython-312.pyc"));
}

TEST_CASE("a RECORD removes only what is the environment's", "[install]") {
  InstallRig rig;
  rig.place.write("outside.txt", "outside");
  rig.write("bin/ls", "a program of the system");
  rig.write("bin/mine", "as installed");
  rig.must_sync({demo()});
  const std::string hash =
      "sha256=" + base64url_encode(*digest_of(DigestAlgorithm::sha256, "as installed"));
  const std::string record =
      rig.read(site + "demo-1.0.dist-info/RECORD") + "../../../../outside.txt,,\n" +
      (rig.place / "outside.txt").string() +
      ",,\n../../../bin/python,,\n../../../pyvenv.cfg,,\n../../../bin/"
      "activate,,\n../../../bin/ls,,\n../../../bin/launcher,,\n../../../bin/mine," +
      hash + ",12\n../../..,,\n";
  std::filesystem::remove(rig.target.purelib / "demo-1.0.dist-info/RECORD");
  rig.write(site + "demo-1.0.dist-info/RECORD", record);
  const auto report = rig.sync({});
  if (!report) FAIL(report.error().message);
  CHECK(report->kept_files.size() == 7);
  CHECK(rig.has("bin/python"));
  CHECK(rig.has("pyvenv.cfg"));
  CHECK(rig.has("bin/activate"));
  CHECK(rig.has("bin/ls"));
  CHECK_FALSE(rig.has("bin/mine"));
  CHECK_FALSE(rig.has("bin/launcher"));
  CHECK(path_exists(rig.place / "outside.txt"));
  CHECK_FALSE(rig.has(site + "demo"));
}

TEST_CASE("what nobody can remove is refused with a clear word", "[install]") {
  InstallRig rig;
  rig.write(site + "old-1.0.egg-info/PKG-INFO", "Name: old\n");
  InstallPlan plan;
  const auto kind = GENERATE(InstalledPackage::Kind::egg_info, InstalledPackage::Kind::egg_link,
                             InstalledPackage::Kind::distutils);
  plan.removals.push_back({*PackageName::parse("old"),
                           *Version::parse("1.0"),
                           rig.target.purelib / "old-1.0.egg-info",
                           kind,
                           false,
                           {},
                           "",
                           {}});
  const auto before = rig.tree();
  const auto result = apply_plan(
      {*EnvironmentLock::acquire(rig.target.prefix, std::chrono::seconds(1), rig.reporter),
       plan,
       rig.target,
       rig.options,
       rig.reporter,
       {}},
      {});
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::venv);
  CHECK(result.error().message.find("`old` 1.0 cannot be removed") != std::string::npos);
  CHECK(rig.tree() == before);
}

TEST_CASE("what an old setuptools installed is removed by its own list", "[install]") {
  InstallRig rig;
  const auto removed = [&](const std::string& info, InstalledPackage::Kind kind) {
    InstallPlan plan;
    plan.removals.push_back({*PackageName::parse("old"),
                             *Version::parse("1.0"),
                             rig.target.purelib / info,
                             kind,
                             false,
                             {},
                             "",
                             {}});
    const auto report = apply_plan(
        {*EnvironmentLock::acquire(rig.target.prefix, std::chrono::seconds(1), rig.reporter),
         plan,
         rig.target,
         rig.options,
         rig.reporter,
         {}},
        {});
    if (!report) FAIL(report.error().message);
    return *report;
  };
  rig.write(site + "kept.py", "");
  SECTION("egg-info") {
    rig.write(site + "old-1.0.egg-info/installed-files.txt",
              "../old.py\nPKG-INFO\n../../../../pyvenv.cfg\n/etc/passwd\n");
    rig.write(site + "old-1.0.egg-info/PKG-INFO", "Name: old\n");
    rig.write(site + "old.py", "");
    CHECK(removed("old-1.0.egg-info", InstalledPackage::Kind::egg_info).kept_files.size() == 2);
    CHECK_FALSE(rig.has(site + "old.py"));
    CHECK_FALSE(rig.has(site + "old-1.0.egg-info"));
  }
  SECTION("egg-link") {
    rig.write(site + "old.egg-link", "/src/old\n.");
    rig.write(site + "easy-install.pth", "/src/other\n/src/old\n");
    removed("old.egg-link", InstalledPackage::Kind::egg_link);
    CHECK_FALSE(rig.has(site + "old.egg-link"));
    CHECK(rig.read(site + "easy-install.pth") == "/src/other\n");
  }
  SECTION("a dist-info without RECORD") {
    rig.write(site + "old-1.0.dist-info/METADATA", "Name: old\n");
    CHECK(removed("old-1.0.dist-info", InstalledPackage::Kind::dist_info).unlisted.size() == 1);
    CHECK_FALSE(rig.has(site + "old-1.0.dist-info"));
  }
  CHECK(rig.has(site + "kept.py"));
  CHECK(rig.has("pyvenv.cfg"));
}

TEST_CASE("of two packages with one file the last by name wins where that is allowed",
          "[install]") {
  InstallRig rig;
  rig.options.allow_overlap = true;
  const auto package = [](const std::string& name) {
    return WheelBuilder(name, "1.0").file("cv2/__init__.py", name).file(name + ".py", name);
  };
  const auto order = GENERATE(0, 1);
  if (order == 0)
    rig.must_sync({package("aa"), package("bb")});
  else
    rig.must_sync({package("bb"), package("aa")});
  CHECK(rig.read(site + "cv2/__init__.py") == "bb");
  CHECK(rig.has(site + "aa.py"));
  rig.must_sync({package("aa")});
  CHECK(rig.has(site + "cv2/__init__.py"));
}

TEST_CASE("startup hooks can be refused", "[install]") {
  InstallRig rig;
  rig.options.deny_startup_hooks = true;
  const std::string file = GENERATE("demo.pth", "sitecustomize.py", "usercustomize/__init__.py");
  const auto before = rig.tree();
  const auto result = rig.sync({demo().file(file, "import os\n")});
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::wheel_hook);
  CHECK(rig.tree() == before);
}

TEST_CASE("a list of paths and a hook that everybody knows are not told", "[install]") {
  InstallRig rig;
  const auto told = [&](const WheelBuilder& wheel) {
    const auto report = rig.sync({wheel});
    if (!report) FAIL(report.error().message);
    return report->startup_hooks;
  };
  CHECK(told(demo().file("paths.pth", "lib\n/opt/important\n# a remark\n")).empty());
  CHECK(told(WheelBuilder("setuptools", "80.0").file("distutils-precedence.pth", "import os\n"))
            .empty());
  CHECK(told(demo().file("demo.pth", "lib\nimport demo\n")).size() == 1);
  CHECK(told(demo("2.0").file("demo.pth", "lib\fimport\tdemo\n")).size() == 1);
}

TEST_CASE("setuptools' finder of an editable tree is not told, that of another wheel is",
          "[install]") {
  const std::string hook = "__editable__.demo-1.0.pth";
  const DirectUrl tree{.url = "file:///demo",
                       .source = DirectUrl::Directory{true, true},
                       .subdirectory = std::nullopt};
  const DirectUrl archive{
      .url = "file:///demo.whl", .source = DirectUrl::Archive{}, .subdirectory = std::nullopt};
  CHECK(finds_own_tree(tree, hook));
  CHECK_FALSE(finds_own_tree(tree, "evil.pth"));
  CHECK_FALSE(finds_own_tree(archive, hook));
  CHECK_FALSE(finds_own_tree(std::nullopt, hook));
}

TEST_CASE("files have the modes of other installers, linked or copied", "[install]") {
  InstallRig rig;
  rig.options.link_mode = LinkMode::hardlink;
  rig.must_sync({demo()});
  struct stat status{};
  REQUIRE(::stat((rig.target.purelib / "demo/__init__.py").c_str(), &status) == 0);
  CHECK(status.st_nlink == 2);
  CHECK((status.st_mode & 0200) != 0);
  rig.options.link_mode = LinkMode::copy;
  rig.plan_options.reinstall_all = true;
  rig.must_sync({demo()});
  REQUIRE(::stat((rig.target.purelib / "demo/__init__.py").c_str(), &status) == 0);
  CHECK(status.st_nlink == 1);
  CHECK((status.st_mode & 0200) != 0);
}

TEST_CASE("lib64 may be a link to lib", "[install]") {
  InstallRig rig;
  std::filesystem::create_directory_symlink("lib", rig.target.prefix / "lib64");
  rig.target.platlib = rig.target.prefix / "lib64/python3.12/site-packages";
  rig.must_sync({demo().platlib().file("demo-1.0.data/purelib/pure.py", "x")});
  CHECK(rig.has(site + "demo/__init__.py"));
  check_records(rig);
  rig.must_sync({});
  CHECK_FALSE(rig.has(site + "demo"));
}

TEST_CASE("long interpreter paths and spaces go through the shell", "[install]") {
  InstallRig rig;
  rig.target.python = "/a path/with spaces/python";
  rig.must_sync({demo()
                     .console_script("demo", "demo:main")
                     .file("demo-1.0.data/scripts/tool", "#!pythonw\nx\n")});
  CHECK(rig.read("bin/demo")
            .starts_with("#!/bin/sh\n'''exec' '/a path/with spaces/python' \"$0\" \"$@\"\n' "
                         "'''\n# -*- coding: utf-8 -*-\nimport sys\n"));
  CHECK(rig.read("bin/tool") ==
        "#!/bin/sh\n'''exec' '/a path/with spaces/python' \"$0\" \"$@\"\n' '''\nx\n");
  rig.plan_options.reinstall_all = true;
  rig.target.python = "/" + std::string(130, 'p') + "/python";
  rig.must_sync({demo().console_script("demo", "demo:main")});
  CHECK(rig.read("bin/demo").starts_with("#!/bin/sh\n"));
  rig.target.python = "/it's/a python";
  rig.must_sync({demo().console_script("demo", "demo:main")});
  CHECK(rig.read("bin/demo").starts_with("#!/bin/sh\n'''exec' '/it'\"'\"'s/a python' \"$0\""));
  rig.target.python = "/a\\b/python";
  const auto result = rig.sync({demo().console_script("demo", "demo:main")});
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::venv);
}

TEST_CASE("an environment that is in use is waited for", "[install]") {
  InstallRig rig;
  const std::chrono::milliseconds at_once(0);
  const auto first = EnvironmentLock::acquire(rig.target.prefix, at_once, rig.reporter);
  REQUIRE(first);
  const auto second = EnvironmentLock::acquire(rig.target.prefix, at_once, rig.reporter);
  REQUIRE_FALSE(second);
  CHECK(second.error().kind == ErrorKind::locked);
}

}  // namespace axle::test
