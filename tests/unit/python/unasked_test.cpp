// SPDX-License-Identifier: MIT
// What a cloned repository may have brought is not run.
#include "python/unasked.hpp"

#include "base/file.hpp"
#include "support/catch.hpp"
#include "unit/python/fake_python.hpp"

using namespace axle;
using axle::test::fake_python;
using axle::test::TempTree;

namespace {

struct Scene {
  TempTree tree;
  PythonSearch search{
      .environment = Environment::of({{"HOME", (tree / "home").string()}, {"PATH", "/nowhere"}}),
      .directory = tree / "home/repo"};
  Result<Cache> cache = Cache::open(tree / "cache");
  fs::path python = fake_python(tree, "pythons/3.12/bin/python3", "3.12.4");
  fs::path environment = tree / "home/repo/sub/.venv";

  Scene() {
    tree.write("home/repo/.git/HEAD", "");
    tree.write("home/repo/sub/pyproject.toml", "");
    fs::create_directories(environment / "bin");
    fs::create_directories(environment / "lib/python3.12/site-packages");
    tree.write("home/repo/sub/.venv/pyvenv.cfg", "home = /evil\nversion_info = 3.12.4\n");
  }
  void link_python(const fs::path& target) const {
    fs::create_symlink(target, environment / "bin/python");
    fs::create_symlink("python", environment / "bin/python3");
  }
  bool was_asked(const fs::path& program) const { return path_exists(program.string() + ".calls"); }
};

}  // namespace

TEST_CASE("of a found environment the installation behind it is asked", "[unasked]") {
  const Scene scene;
  scene.link_python(scene.python);
  const auto found =
      interpreter_of_found_environment(scene.environment, scene.search, *scene.cache);
  REQUIRE(found);
  CHECK(found->prefix == scene.environment);
  CHECK(found->version.to_string() == "3.12.4");
  CHECK(scene.was_asked(scene.python));
}

TEST_CASE("a Python inside of the outermost project is not started", "[unasked]") {
  const Scene scene;
  fs::path program = scene.environment / "bin/python3";
  SECTION("a program in the environment") {
    fake_python(scene.tree, "home/repo/sub/.venv/bin/python3", "3.12.4");
  }
  SECTION("a program beside it") {
    program = fake_python(scene.tree, "home/repo/tools/python", "3.12.4");
    scene.link_python(program);
  }
  SECTION("by a link that leads out and back") {
    program = fake_python(scene.tree, "home/repo/tools/python", "3.12.4");
    fs::create_directory_symlink(scene.tree / "home/repo", scene.tree / "out");
    scene.link_python(scene.tree / "out/tools/python");
  }
  CHECK(needs_word(scene.environment, scene.search));
  const auto found =
      interpreter_of_found_environment(scene.environment, scene.search, *scene.cache);
  REQUIRE_FALSE(found);
  CHECK(found.error().code == ErrorCode::venv);
  CHECK(found.error().message.find("without your word") != std::string::npos);
  CHECK_FALSE(scene.was_asked(program));
}

TEST_CASE("an installation that a project's environment reaches through itself is asked outside",
          "[unasked]") {
  const Scene scene;
  // A pyvenv.cfg beside the link would say where Python finds its standard library.
  scene.tree.write("home/repo/fake/pyvenv.cfg", "home = /evil\n");
  fs::create_directories(scene.tree / "home/repo/fake/bin");
  fs::create_symlink(scene.python, scene.tree / "home/repo/fake/bin/python");
  scene.link_python(scene.tree / "home/repo/fake/bin/python");
  REQUIRE(interpreter_of_found_environment(scene.environment, scene.search, *scene.cache));
  CHECK(scene.was_asked(scene.python));
  CHECK_FALSE(scene.was_asked(scene.tree / "home/repo/fake/bin/python"));
}

TEST_CASE("home is no project, whatever lies in it", "[unasked]") {
  const Scene scene;
  scene.tree.write("home/pyproject.toml", "");
  const fs::path own = fake_python(scene.tree, "home/.pyenv/versions/3.12/bin/python3", "3.12.4");
  CHECK(may_run_unasked(own, scene.environment, scene.search));
  CHECK(may_run_unasked(own, scene.tree / "home/.venv", scene.search));
  CHECK_FALSE(may_run_unasked(scene.tree / "home/.venv/bin/python", scene.tree / "home/.venv",
                              scene.search));
}
