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

Result<Interpreter> create_venv(const fs::path& path, const Interpreter& base,
                                const VenvOptions& options) {
  if (auto checked = check_venv_place(path, options); !checked)
    return std::unexpected(checked.error());
  if (auto written = write_venv(path, path, base, options); !written)
    return std::unexpected(written.error());
  return interpreter_in_venv(path, base);
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
  const auto refused = check_venv_place(tree / "data", {.clear = true});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::venv);

  REQUIRE(create_venv(tree / "env", base, {}));
  CHECK_FALSE(check_venv_place(tree / "env", {}));
  CHECK(check_venv_place(tree / "env", {.allow_existing = true}));
  CHECK(check_venv_place(tree / "env", {.clear = true}));
  tree.write("killed/.axle/stage/x", "");
  CHECK(check_venv_place(tree / "killed", {}));
}

TEST_CASE("an environment is written through no link", "[venv]") {
  const TempTree tree;
  const Interpreter base = base_of(tree);
  REQUIRE(create_venv(tree / "env", base, {}));
  tree.write("precious", "x");
  for (const char* name : {"env/bin/activate", "env/pyvenv.cfg", "env/.gitignore"}) {
    fs::remove(tree / name);
    fs::create_symlink(tree / "precious", tree / name);
  }
  REQUIRE(write_venv(tree / "env", tree / "env", base, {}));
  CHECK(test::read_text(tree / "precious") == "x");
  CHECK_FALSE(fs::is_symlink(tree / "env/bin/activate"));
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

TEST_CASE("a prompt is text wherever it is filled in and shown", "[venv]") {
  const TempTree tree;
  const Interpreter base = base_of(tree);
  const fs::path place = tree / "@PROMPT@";
  REQUIRE(create_venv(place, base, {.prompt = "; exit 9; $(exit 9) `exit 9` @ENVIRONMENT@ '"}));
  const auto run = run_process({"sh", "-c",
                                "PS1=; . \"$0/bin/activate\" && eval \"echo \\\"$PS1\\\"\" && echo "
                                "\"$VIRTUAL_ENV\"",
                                place.string()});
  REQUIRE(run);
  CHECK(run->exit_code == 0);
  CHECK(run->out == "(; exit 9; $(exit 9) `exit 9` @ENVIRONMENT@ ') \n" + place.string() + "\n");
}

TEST_CASE("quotes of every shell are closed in its scripts", "[venv]") {
  const std::string hostile = "a\nb'\u2019\"%x%";
  for (const ActivateScript& script : activate_scripts("/e", hostile, false)) {
    INFO(script.file_name);
    if (script.file_name == "activate.ps1")
      CHECK(script.contents.find("'a\nb''\u2019\u2019\"%x%'") != std::string::npos);
    if (script.file_name == "activate.bat")
      CHECK(script.contents.find("PROMPT=ab'\u2019'%%x%%\"\n") != std::string::npos);
    if (script.file_name == "activate.csh")
      CHECK(script.contents.find("'a\\\nb'\\''") != std::string::npos);
    if (script.file_name == "activate_this.py")
      CHECK(script.contents.find("\"a\\nb'\u2019\\\"%x%\"") != std::string::npos);
  }
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
