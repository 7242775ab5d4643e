// SPDX-License-Identifier: MIT
#include "python/venv.hpp"

#include "base/file.hpp"
#include "base/process.hpp"
#include "python/activate_scripts.hpp"
#include "python/discovery.hpp"
#include "python/probe.hpp"
#include "python/pyvenv_cfg.hpp"
#include "support/catch.hpp"
#include "unit/python/fake_python.hpp"

using namespace axle;
using axle::test::fake_python;
using axle::test::TempTree;

namespace {

Interpreter base_of(const TempTree& tree) {
  const auto cache = Cache::open(tree / "cache");
  return probe(fake_python(tree, "py/bin/python3", "3.12.4"), *cache).value();
}

}  // namespace

TEST_CASE("an environment has what PEP 405 asks for", "[venv]") {
  const TempTree tree;
  const Interpreter base = base_of(tree);
  const auto made = create_venv(tree / "env", base, {.prompt = "demo"});
  REQUIRE(made);
  CHECK(made->is_virtual());
  CHECK(made->scheme.purelib == tree / "env/lib/python3.12/site-packages");
  CHECK(directory_exists(made->scheme.purelib));
  CHECK(fs::read_symlink(tree / "env/bin/python") == base.base_executable);
  CHECK(fs::read_symlink(tree / "env/bin/python3.12") == "python");
  const auto keys = read_pyvenv_cfg(tree / "env");
  REQUIRE(keys);
  CHECK(keys->find("home")->second == (tree / "py/bin").string());
  CHECK(keys->find("version_info")->second == "3.12.4");
  CHECK(keys->find("prompt")->second == "demo");
  CHECK(test::read_text(tree / "env/.gitignore") == "*\n");
}

TEST_CASE("nothing but an environment is replaced, and only when asked", "[venv]") {
  const TempTree tree;
  const Interpreter base = base_of(tree);
  tree.write("data/file", "precious");
  const auto before = test::snapshot(tree / "data");
  const auto refused = create_venv(tree / "data", base, {.clear = true});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "E_VENV");
  CHECK(test::snapshot(tree / "data") == before);

  REQUIRE(create_venv(tree / "env", base, {}));
  tree.write("env/lib/python3.12/site-packages/kept.py", "");
  CHECK_FALSE(create_venv(tree / "env", base, {}));
  REQUIRE(create_venv(tree / "env", base, {.allow_existing = true}));
  CHECK(path_exists(tree / "env/lib/python3.12/site-packages/kept.py"));
  REQUIRE(create_venv(tree / "env", base, {.clear = true}));
  CHECK_FALSE(path_exists(tree / "env/lib/python3.12/site-packages/kept.py"));
  // Nothing is left beside it.
  for (const auto& entry : fs::directory_iterator(tree.path()))
    CHECK(entry.path().filename().string().find(".axle-tmp") == std::string::npos);
}

TEST_CASE("a broken link and a file are in the way", "[venv]") {
  const TempTree tree;
  const Interpreter base = base_of(tree);
  fs::create_symlink(tree / "nowhere", tree / "link");
  tree.write("file", "x");
  CHECK_FALSE(create_venv(tree / "link", base, {.clear = true}));
  CHECK_FALSE(create_venv(tree / "file", base, {.clear = true}));
  CHECK(fs::is_symlink(tree / "link"));
}

TEST_CASE("an environment is known without its Python being started", "[venv]") {
  const TempTree tree;
  const auto cache = Cache::open(tree / "cache");
  const Interpreter base = base_of(tree);
  REQUIRE(create_venv(tree / "env", base, {}));
  const auto known = interpreter_of_environment(tree / "env", *cache);
  REQUIRE(known);
  CHECK(known->prefix == tree / "env");
  CHECK(known->version == base.version);
  fs::remove_all(tree / "py");
  const auto broken = interpreter_of_environment(tree / "env", *cache);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message.find("no Python any more") != std::string::npos);
}

TEST_CASE("the activate script works in sh, whatever the path and prompt hold", "[venv]") {
  const TempTree tree;
  const Interpreter base = base_of(tree);
  const fs::path place = tree / "it's a $(dangerous) `place`";
  REQUIRE(create_venv(place, base, {.prompt = "a'b $(exit 9)"}));
  const auto run = run_process({"sh", "-c",
                                ". \"$0/bin/activate\"; echo \"$VIRTUAL_ENV|$VIRTUAL_ENV_PROMPT\"; "
                                "command -v python3; deactivate; echo \"${VIRTUAL_ENV-none}\"",
                                place.string()});
  REQUIRE(run);
  CHECK(run->err == "");
  CHECK(run->out == place.string() + "|a'b $(exit 9)\n" + place.string() + "/bin/python3\nnone\n");
}

TEST_CASE("there is a script for every shell, filled in", "[venv]") {
  std::vector<std::string> names;
  for (const ActivateScript& script : activate_scripts("/e", "p", false)) {
    names.push_back(script.file_name);
    CHECK(script.contents.find("@ENVIRONMENT@") == std::string::npos);
    CHECK(script.contents.find("@PROMPT@") == std::string::npos);
  }
  for (const char* name : {"activate", "activate.csh", "activate.fish", "activate.nu",
                           "activate.xsh", "activate.ps1", "activate.bat", "activate_this.py"})
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
}

TEST_CASE("pyvenv.cfg is read as Python reads it", "[venv]") {
  const auto keys = parse_pyvenv_cfg("Home = /a b \n\nversion_info=3.12\nnonsense\nhome = /c\n");
  CHECK(keys.find("home")->second == "/c");
  CHECK(keys.find("version_info")->second == "3.12");
  CHECK(keys.size() == 2);
}
