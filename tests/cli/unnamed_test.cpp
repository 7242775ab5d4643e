// SPDX-License-Identifier: MIT
// Folders and archives that are asked for by their place alone.
#include <fmt/format.h>

#include <filesystem>

#include "cli/build_project.hpp"

namespace axle::test {
namespace {

/// A tree that only a build can name.
void old_tree(const BuildRig& rig, const std::string& folder) {
  rig.axle.write(folder + "/setup.py",
                 "from setuptools import setup\n"
                 "setup(name='old', version='0.3', install_requires=['numpy<2'])\n");
  rig.axle.write(folder + "/old.py", "where = 'tree'\n");
}

TEST_CASE("`add` of a folder that has only a setup.py asks the build for the name") {
  BuildRig rig;
  rig.project("");
  old_tree(rig, "../old");
  expect_exit(rig.axle("add ../old"), 0);
  const std::string text = read_text(rig.axle.project() / "pyproject.toml");
  CHECK(holds(text, "dependencies = [\n    \"old\",\n]\n"));
  CHECK(holds(text, "old = { path = \"../old\" }\n"));
  CHECK(holds(rig.axle.quietly("pip freeze").out, "numpy==1.0\n"));
}

TEST_CASE("what a folder brought is removed by the name of the folder") {
  BuildRig rig;
  old_tree(rig, "old");
  rig.tree("other", "other", "1.0");
  rig.axle("venv");
  rig.axle.set("UV_DEFAULT_INDEX", rig.index.url());
  expect_exit(rig.axle("pip install ./old -e ./other"), 0);
  expect_exit(rig.axle("pip uninstall ./old"), 0);
  CHECK_FALSE(std::filesystem::exists(rig.axle.site_packages() / "old.py"));
  expect_said(rig.axle("pip uninstall ./old ./other"),
              {"Skipping `./old` as nothing is installed from there", "- other==1.0"});
}

TEST_CASE("a requirements file may name folders, editable ones too") {
  BuildRig rig;
  old_tree(rig, "old");
  rig.tree("lib", "lib", "1.0");
  rig.axle("venv");
  rig.axle.write("requirements.txt",
                 fmt::format("--index-url {}\n-e ./lib\n./old\n", rig.index.url()));
  const AxleResult compiled = rig.axle.quietly("pip compile requirements.txt --no-header");
  INFO(explain(compiled));
  CHECK(compiled.out ==
        "-e ./lib\n    # via -r requirements.txt\nnumpy==1.0\n    # via old\n"
        "./old\n    # via -r requirements.txt\n");
  expect_exit(rig.axle("pip install -r requirements.txt"), 0);
  const AxleResult frozen = rig.axle.quietly("pip freeze");
  CHECK(holds(frozen.out, "-e file://"));
  CHECK(holds(frozen.out, "old @ file://"));
  expect_exit(rig.axle("pip sync requirements.txt"), 0);
}

TEST_CASE("a failing build of what has no name yet is told by its place") {
  BuildRig rig;
  rig.axle("venv");
  rig.axle.set("UV_DEFAULT_INDEX", rig.index.url());
  rig.axle.write("bad/setup.py", "raise SystemExit('no luck')\n");
  const AxleResult failed = rig.axle("pip install ./bad");
  expect_said(failed, {"Failed to build `file://", "/bad`", "no luck"});
  expect_failure(rig.axle, "pip install --no-build ./bad", 2,
                 {"/bad` is disabled by `--no-build`", "leave `--no-build` out"});
  CHECK_FALSE(holds(failed.err, "unnamed"));
}

TEST_CASE("`-e` of what is no folder is refused with its line") {
  BuildRig rig;
  rig.axle("venv");
  rig.axle.write("requirements.txt", "numpy\n-e ./nothing\n");
  expect_failure(rig.axle, "pip install -r requirements.txt", 2,
                 {"requirements.txt", "line 2", "`./nothing` is no folder"});
}

TEST_CASE(
    "a wheel by path that changed is installed again, its hash stands in no direct_url.json") {
  BuildRig rig;
  const std::filesystem::path folder = rig.axle.project();
  const std::filesystem::path wheel =
      WheelBuilder("own", "1.0").file("own.py", "x = 1\n").write_to(folder);
  rig.project("\"own\"", fmt::format("[tool.uv.sources]\nown = {{ path = \"{}\" }}\n",
                                     wheel.filename().string()));
  expect_exit(rig.axle("sync"), 0);
  const std::filesystem::path site = rig.axle.site_packages();
  CHECK(holds(read_text(site / "own-1.0.dist-info/direct_url.json"), R"("archive_info":{}})"));
  CHECK(holds(rig.axle.quietly("sync").err, "Checked"));

  WheelBuilder("own", "1.0").file("own.py", "x = 2\n").write_to(folder);
  expect_exit(rig.axle("lock --upgrade-package own"), 0);
  expect_exit(rig.axle("sync"), 0);
  CHECK(read_text(site / "own.py") == "x = 2\n");
}

TEST_CASE("`tree` and `export` show what a script needs, and leave no lock") {
  BuildRig rig;
  rig.axle.set("AXLE_DEFAULT_INDEX", rig.index.url());
  rig.axle.write("job.py",
                 "# /// script\n# requires-python = \">=3.8\"\n# dependencies = [\"numpy<2\"]\n"
                 "# ///\n");
  const auto before = rig.axle.state();
  CHECK(rig.axle.quietly("tree --script job.py").out == "numpy v1.0\n");
  CHECK(rig.axle.quietly("export --script job.py --no-hashes --no-header").out == "numpy==1.0\n");
  CHECK(difference(before, rig.axle.state()) == "");
}

}  // namespace
}  // namespace axle::test
