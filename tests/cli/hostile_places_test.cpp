// SPDX-License-Identifier: MIT
// What lies on the disk, and what it is called, may be somebody else's.
#include <unistd.h>

#include "base/process.hpp"
#include "cli/expect.hpp"

namespace axle::test {
namespace {

namespace fs = std::filesystem;

TEST_CASE("root installs nothing out of another user's cache") {
  if (::geteuid() != 0) return;  // nobody else can give a folder away
  FakeIndex index("[simple]\na 1.0\n");
  AxleRun axle;
  axle.set("AXLE_INDEX_URL", index.url());
  axle.quietly("venv");
  expect_exit(axle("pip install a"), 0);
  expect_exit(axle("pip uninstall a"), 0);
  constexpr uid_t nobody = 65534;
  REQUIRE(::chown(axle.cache().c_str(), nobody, nobody) == 0);
  for (const auto& entry : fs::recursive_directory_iterator(axle.cache()))
    if (entry.path().filename() == "__init__.py") {
      fs::permissions(entry.path(), fs::perms::owner_all);
      axle.tree().write(entry.path().lexically_relative(axle.tree().path()).string(), "evil\n");
    }
  const AxleResult result = axle("pip install a");
  expect_exit(result, 0);
  expect_said(result, {"belongs to another user", "--cache-dir"});
  CHECK(read_text(axle.site_packages() / "a/__init__.py") == "VERSION = '1.0'\n");
  REQUIRE(::chown(axle.cache().c_str(), 0, 0) == 0);
}

TEST_CASE("the name of an environment's folder runs nothing when it is activated") {
  AxleRun axle;
  const std::string name = "@PROMPT@ $(touch ran) `touch ran` '; touch ran; '";
  fs::create_directories(axle.project() / name);
  const std::vector<std::string> shell{
      "sh",
      "-c",
      R"(cd "$1" && . "$2/bin/activate" && eval "echo \"$PS1\"" && echo "$VIRTUAL_ENV")",
      "sh",
      axle.project().string(),
      name + "/.venv"};
  axle.set("UV_WORKING_DIR", (axle.project() / name).string());
  expect_exit(axle("venv"), 0);
  const auto ran = run_process(shell);
  REQUIRE(ran);
  INFO(ran->err);
  CHECK(ran->exit_code == 0);
  CHECK(ran->out.find((axle.project() / name / ".venv").string()) != std::string::npos);
  CHECK_FALSE(fs::exists(axle.project() / "ran"));
  CHECK_FALSE(fs::exists(axle.project() / name / "ran"));
}

TEST_CASE("a prompt that is asked for is text in every shell's script") {
  AxleRun axle;
  expect_exit(axle("venv --prompt '@ENVIRONMENT@ $(touch ran)'"), 0);
  const auto ran = run_process(std::vector<std::string>{
      "sh", "-c", R"(cd "$1" && . .venv/bin/activate && eval "echo \"$PS1\"")", "sh",
      axle.project().string()});
  REQUIRE(ran);
  CHECK(ran->out.find("(@ENVIRONMENT@ $(touch ran))") != std::string::npos);
  CHECK_FALSE(fs::exists(axle.project() / "ran"));
}

}  // namespace
}  // namespace axle::test
