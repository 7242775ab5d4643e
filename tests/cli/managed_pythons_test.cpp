// SPDX-License-Identifier: MIT
// `python-preference`: Pythons that uv has fetched beside the machine's own.
#include "cli/expect.hpp"
#include "unit/python/fake_python.hpp"

namespace axle::test {
namespace {

constexpr std::string_view newest = "cpython-3.99.2-linux-x86_64-gnu/bin/python3.99";

/// A run that sees the machine's `python3` on PATH, and two Pythons where uv keeps its own.
struct ManagedRig {
  AxleRun axle;
  std::string root = (axle.home() / ".local/share/uv/python").string();

  ManagedRig() {
    // The stand-ins are scripts of the shell.
    axle.set("PATH", (axle.tree() / "bin").string() + ":/usr/bin:/bin");
    fake_python(axle.tree(), "home/.local/share/uv/python/" + std::string(newest), "3.99.2");
    fake_python(axle.tree(),
                "home/.local/share/uv/python/cpython-3.99.1-linux-x86_64-gnu/bin/python3.99",
                "3.99.1");
    axle.write("pyproject.toml",
               "[project]\nname = \"app\"\nversion = \"1\"\nrequires-python = \">=3.8\"\n"
               "[tool.uv]\npackage = false\n");
  }
  std::string managed() const { return root + "/" + std::string(newest) + "\n"; }
  std::string found(const std::string& words) { return axle("python find " + words).out; }
};

TEST_CASE("of Pythons that uv has fetched and others, python-preference says which go first") {
  ManagedRig rig;
  CHECK(rig.found("") == rig.managed());
  CHECK(rig.found("3.99.1").find("cpython-3.99.1") != std::string::npos);
  const std::string own = rig.found("--no-managed-python");
  CHECK(own.starts_with((rig.axle.tree() / "bin").string()));
  CHECK(rig.found("--managed-python") == rig.managed());
  CHECK(rig.found("--python-preference system") == own);
  CHECK(rig.found("--python-preference system 3.99") == rig.managed());
  expect_failure(rig.axle, "python find --no-managed-python 3.99", 2, {"Python 3.99"});
  expect_failure(rig.axle, "python find --managed-python '<3.99'", 2,
                 {"among those that uv has fetched", "--no-managed-python"});
  expect_failure(rig.axle, "python find --python-preference mine", 2,
                 {"mine", "only-managed", "only-system"});
  CHECK(rig.found("--managed-python --no-managed-python") == own);
  CHECK(rig.found("--no-managed-python --managed-python") == rig.managed());
}

TEST_CASE("python-preference is said by files and variables too, and others may be listed") {
  ManagedRig rig;
  const std::string own = rig.found("--no-managed-python");
  rig.axle.set("UV_PYTHON_PREFERENCE", "only-system");
  CHECK(rig.found("") == own);
  rig.axle.unset("UV_PYTHON_PREFERENCE");
  rig.axle.set("UV_NO_MANAGED_PYTHON", "1");
  CHECK(rig.found("") == own);
  CHECK(rig.axle("python list").out.find("3.99") == std::string::npos);
  rig.axle.unset("UV_NO_MANAGED_PYTHON");
  const std::string all = rig.axle("python list").out;
  CHECK(all.starts_with("cpython-3.99.2-linux-x86_64-gnu "));
  CHECK(all.find(" " + rig.managed()) != std::string::npos);
  CHECK(all.find("\n", all.find(own.substr(0, own.size() - 1))) != std::string::npos);
  CHECK(rig.axle("python list --managed-python").out.find((rig.axle.tree() / "bin").string()) ==
        std::string::npos);
  rig.axle.set("UV_PYTHON_INSTALL_DIR", (rig.axle.tree() / "elsewhere").string());
  CHECK(rig.found("") == own);
  rig.axle.unset("UV_PYTHON_INSTALL_DIR");
  rig.axle.write("uv.toml", "python-preference = \"only-system\"\n");
  CHECK(rig.found("") == own);
}

TEST_CASE("a project's environment of the wrong kind is made anew") {
  ManagedRig rig;
  expect_exit(rig.axle("venv --managed-python"), 0);
  CHECK(std::filesystem::read_symlink(rig.axle.venv() / "bin/python").string() + "\n" ==
        rig.managed());
  // As ever, what fits stays.
  expect_said(rig.axle("sync --python-preference system --dry-run"),
              {"Would use project environment"});
  expect_exit(rig.axle("sync --no-managed-python"), 0);
  CHECK(std::filesystem::read_symlink(rig.axle.venv() / "bin/python").string().find(rig.root) ==
        std::string::npos);
}

}  // namespace
}  // namespace axle::test
