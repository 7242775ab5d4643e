// SPDX-License-Identifier: MIT
// Wheels of one version that ask for different packages, of any package in a project with
// accelerators.
#include "base/text.hpp"
#include "cli/arms_rig.hpp"

namespace axle::test {
namespace {

constexpr std::string_view disagreeing = R"(
  [simple]
  numpy 2.0
  driver-linux 1.0
  driver-windows 1.0
  shim 1.0
  tool 1.0 tag=cp39-abi3-manylinux_2_17_x86_64 : numpy | driver-linux
  tool 1.0 tag=cp39-abi3-win_amd64 : numpy | driver-windows
  tool 1.0 tag=cp39-abi3-macosx_11_0_arm64 : numpy
  byage 1.0 tag=cp310-cp310-manylinux_2_17_x86_64 : shim
  byage 1.0 tag=cp313-cp313-manylinux_2_17_x86_64 : numpy
  [cpu html]
  torch 2.9.0+cpu tag=py3-none-manylinux_2_17_x86_64
  torch 2.9.0+cpu tag=py3-none-win_amd64
  torch 2.9.0 tag=py3-none-macosx_11_0_arm64
)";

struct Disagreeing {
  FakeIndex index{disagreeing};
  AxleRun axle;

  explicit Disagreeing(const std::string& dependencies) {
    axle.set("AXLE_DEFAULT_INDEX", index.url());
    const std::string any = index.url("any");
    axle.set("AXLE_ACCELERATOR_INDEX_URL", any.substr(0, any.rfind("any")) + "{accelerator}");
    axle.write("pyproject.toml",
               "[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = \">=3.9\"\n"
               "dependencies = [\"torch\", " +
                   dependencies +
                   "]\n[tool.uv]\npackage = false\n[tool.axle]\naccelerators = [\"cpu\"]\n");
    expect_exit(axle("lock"), 0);
  }
  AxleResult plan(const std::string& options) {
    return axle("export --frozen --no-hashes --no-header --no-annotate --accelerator cpu " +
                options);
  }
};

TEST_CASE("what only one platform's wheel of any package asks for is locked for that platform") {
  Disagreeing project("\"tool\"");
  const std::string sync = "sync --dry-run --frozen --accelerator cpu --python-platform ";
  const AxleResult linux_plan = project.axle(sync + "x86_64-manylinux_2_28");
  expect_said(linux_plan, {"+ tool==1.0", "+ driver-linux==1.0", "+ numpy==2.0"});
  expect_not_said(linux_plan, "driver-windows");
  const AxleResult windows_plan = project.axle(sync + "windows");
  expect_said(windows_plan, {"+ tool==1.0", "+ driver-windows==1.0", "+ numpy==2.0"});
  expect_not_said(windows_plan, "driver-linux");
  const AxleResult mac_plan = project.axle(sync + "macos");
  expect_said(mac_plan, {"+ tool==1.0", "+ numpy==2.0"});
  expect_not_said(mac_plan, "driver-");
}

TEST_CASE("what only one Python's wheel asks for is locked for that Python") {
  Disagreeing project("\"byage ; platform_machine == 'x86_64' and sys_platform == 'linux'\"");
  const AxleResult exported = project.plan("");
  expect_exit(exported, 0);
  expect_said(exported,
              {"shim==1.0 ; python_full_version < '3.13' and platform_machine == 'x86_64'",
               "numpy==2.0 ; python_full_version >= '3.13' and platform_machine == "
               "'x86_64'"});
}

TEST_CASE("sync warns of a wheel that asks for what uv.lock does not have") {
  FakeIndex index(
      "[simple]\nhelper 1.0\ntool 1.0 tag=py3-none-manylinux_2_17_x86_64 : helper\n"
      "tool 1.0 tag=py3-none-macosx_11_0_arm64\n");
  AxleRun axle;
  axle.write("pyproject.toml",
             "[project]\nname = \"demo\"\nversion = \"0.1\"\nrequires-python = \">=3.9\"\n"
             "dependencies = [\"tool\"]\n[tool.uv]\npackage = false\nindex = [{ url = \"" +
                 index.url() + "\", default = true }]\n");
  expect_exit(axle("lock"), 0);
  // uv reads one wheel of a version, here that of macOS, and so does a lock that is to be uv's.
  CHECK(read_text(axle.project() / "uv.lock").find("helper") == std::string::npos);
  const AxleResult synced = axle("sync --frozen");
  expect_exit(synced, 0);
  expect_said(synced,
              {"warning: `tool-1.0-py3-none-manylinux_2_17_x86_64.whl` needs `helper`, which "
               "the lock does not have",
               "add it to the project's dependencies"});
  CHECK(axle.quietly("pip freeze").out == "tool==1.0\n");
  // Who asks for it as told gets it, and hears nothing more.
  axle.write("pyproject.toml", replace_all(read_text(axle.project() / "pyproject.toml"),
                                           "[\"tool\"]", "[\"tool\", \"helper\"]"));
  const AxleResult mended = axle("sync");
  expect_exit(mended, 0);
  expect_not_said(mended, "which the lock does not have");
}

}  // namespace
}  // namespace axle::test
