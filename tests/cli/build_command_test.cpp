// SPDX-License-Identifier: MIT
// `axle build`.
#include "cli/build_project.hpp"

namespace axle::test {
namespace {

struct Built : BuildRig {
  Built() {
    project("", tiny_build_system);
    axle.write("tiny.json", R"({"name": "app", "version": "0.1"})");
    axle.write("app.py", "");
  }
  bool has(const std::string& file) const { return std::filesystem::exists(axle.project() / file); }
};

TEST_CASE("build makes a source distribution and the wheel from it") {
  Built rig;
  const AxleResult result = rig.axle("build");
  expect_exit(result, 0);
  expect_said(result, {"Building source distribution...", "tiny builds a wheel",
                       "Successfully built dist/app-0.1.tar.gz",
                       "Successfully built dist/app-0.1-py3-none-any.whl"});
  CHECK(result.out.empty());
  CHECK(read_text(rig.axle.project() / "dist/.gitignore") == "*");
  CHECK(rig.has("dist/app-0.1.tar.gz"));
  CHECK(rig.has("dist/app-0.1-py3-none-any.whl"));
  expect_exit(rig.axle("build --clear --wheel --no-create-gitignore"), 0);
  CHECK_FALSE(rig.has("dist/app-0.1.tar.gz"));
  CHECK_FALSE(rig.has("dist/.gitignore"));
}

TEST_CASE("build of one kind, elsewhere, from an archive, without the backend's words") {
  Built rig;
  const AxleResult quiet = rig.axle("build --sdist -o out --no-build-logs");
  expect_exit(quiet, 0);
  CHECK(rig.has("out/app-0.1.tar.gz"));
  CHECK_FALSE(rig.has("dist"));
  // An archive within a project is built into the project's folder, another one beside itself.
  expect_exit(rig.axle("build --wheel out/app-0.1.tar.gz"), 0);
  CHECK(rig.has("dist/app-0.1-py3-none-any.whl"));
  const std::filesystem::path alone = rig.axle.project().parent_path() / "alone";
  std::filesystem::create_directories(alone);
  std::filesystem::copy(rig.axle.project() / "out/app-0.1.tar.gz", alone);
  expect_exit(rig.axle("build --wheel ../alone/app-0.1.tar.gz"), 0);
  CHECK(std::filesystem::exists(alone / "app-0.1-py3-none-any.whl"));
  expect_exit(rig.axle("build --wheel -o silent --no-build-logs"), 0);
  expect_not_said(rig.axle("build --wheel --no-build-logs"), "tiny builds");
}

TEST_CASE("what build refuses and what fails has exit code 2") {
  Built rig;
  expect_failure(rig.axle, "build nowhere", 2, {"Source `nowhere` does not exist"});
  expect_failure(rig.axle, "build pyproject.toml", 2, {"no source distribution", ".tar.gz"});
  CHECK_FALSE(rig.has(".gitignore"));
  expect_failure(rig.axle, "build --python 3.99", 2, {"3.99"});
  expect_failure(rig.axle, "build --build-constraint gone.txt", 2, {"gone.txt"});
  CHECK_FALSE(rig.has("dist"));
  std::filesystem::create_directory(rig.axle.project() / "empty");
  const AxleResult refused = rig.axle("build empty");
  expect_exit(refused, 2);
  expect_said(refused, {"does not appear to be a Python project"});
  CHECK_FALSE(rig.has("empty/dist"));
  CHECK(read_text(rig.axle.project() / "dist/.gitignore") == "*");
  expect_failure(rig.axle, "build --all-packages --package app", 2, {"`--all-packages`"});
  expect_failure(rig.axle, "build --package other", 2, {"`other` not found in workspace"});
  rig.axle.write("tiny.json", R"({"name": "app", "version": "0.1", "fail": {"wheel": "no luck"}})");
  const AxleResult failed = rig.axle("build --wheel");
  expect_exit(failed, 2);
  expect_said(failed, {"Failed to build `app`", "no luck"});
  CHECK(read_text(rig.axle.project() / "dist/.gitignore") == "*");
  rig.axle.write("pyproject.toml",
                 "[project]\nname = \"app\"\nversion = \"0.1\"\n[build-system]\nrequires = []\n"
                 "build-backend = \"tiny\"\nbackend-path = [\"../x\"]\n");
  expect_exit(rig.axle("build --wheel"), 2);
}

TEST_CASE("every member of a workspace is built into the folder of its root") {
  BuildRig rig;
  rig.project("", std::string(tiny_build_system) + "[tool.uv.workspace]\nmembers = [\"lib\"]\n");
  rig.axle.write("tiny.json", R"({"name": "app", "version": "0.1"})");
  rig.tree("lib", "lib", "1.0");
  const AxleResult result = rig.axle("build --all-packages --wheel");
  expect_exit(result, 0);
  expect_said(result, {"[lib] Successfully built dist/lib-1.0-py3-none-any.whl",
                       "[app] Successfully built dist/app-0.1-py3-none-any.whl"});
  expect_exit(rig.axle("build lib --sdist"), 0);
  CHECK(std::filesystem::exists(rig.axle.project() / "dist/lib-1.0.tar.gz"));
  CHECK_FALSE(std::filesystem::exists(rig.axle.project() / "lib/dist"));
}

TEST_CASE("of a workspace only what is a package is built") {
  BuildRig rig;
  const auto root = [&](std::string_view members) {
    rig.axle.write("pyproject.toml",
                   fmt::format("[tool.uv.workspace]\nmembers = [{}]\n[[tool.uv.index]]\n"
                               "url = \"{}\"\ndefault = true\n",
                               members, rig.index.url()));
  };
  root("\"lib\", \"plain\"");
  rig.tree("lib", "lib", "1.0");
  rig.axle.write("plain/pyproject.toml", "[project]\nname = \"plain\"\nversion = \"1\"\n");
  const AxleResult result = rig.axle("build --all-packages --wheel");
  expect_exit(result, 0);
  expect_said(result, {"[lib] Successfully built dist/lib-1.0-py3-none-any.whl"});
  expect_not_said(result, "[plain]");
  root("\"plain\"");
  expect_failure(rig.axle, "build --all-packages", 2, {"nothing to build", "--package"});
}

}  // namespace
}  // namespace axle::test
