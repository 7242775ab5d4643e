// SPDX-License-Identifier: MIT
#include <fstream>

#include "cli/expect.hpp"

namespace axle::test {
namespace {

struct LockedArchivesRig {
  FakeIndex before{"[simple]\nlib 1.0\nold 1.0 sdist\ntool 1.0\n"};
  FakeIndex after{"[simple]\nlib 1.0 : tool\nold 1.0 sdist : tool\ntool 1.0\n"};
  AxleRun axle;

  explicit LockedArchivesRig(const std::string& name, const std::string& file) : file_(file) {
    axle.set("AXLE_INDEX_URL", before.url());
    axle.write("pyproject.toml",
               fmt::format("[project]\nname = 'demo'\nversion = '1'\nrequires-python = '>=3.9'\n"
                           "dependencies = ['{0}']\n[tool.uv.sources]\n{0} = {{ path = '{1}' }}\n",
                           name, file));
    put(before);
    axle.quietly("lock");
  }
  void put(const FakeIndex& index) const { axle.write(file_, index.file("simple", file_).bytes); }

 private:
  std::string file_;
};

TEST_CASE("a local wheel that asks for other packages makes a lock stale") {
  LockedArchivesRig rig("lib", "lib-1.0-py3-none-any.whl");
  expect_exit(rig.axle("lock --check"), 0);
  rig.put(rig.after);
  expect_failure(rig.axle, "lock --check", 1, {"needs to be updated"});
  expect_said(rig.axle("lock"), {"Added tool v1.0"});
  // Other bytes are not taken without a word.
  expect_failure(rig.axle, "sync", 4, {"lib-1.0-py3-none-any.whl", "--upgrade-package"});
  expect_exit(rig.axle("lock --upgrade-package lib"), 0);
  expect_exit(rig.axle("sync"), 0);
  CHECK(rig.axle.quietly("pip list").out.find("tool") != std::string::npos);
}

TEST_CASE("a local source distribution with other bytes is refused") {
  LockedArchivesRig rig("old", "old-1.0.tar.gz");
  expect_exit(rig.axle("lock --check"), 0);
  rig.put(rig.after);
  for (const std::string words : {"lock --check", "lock", "sync"})
    expect_failure(rig.axle, words, 4, {"old-1.0.tar.gz", "`axle lock --upgrade-package old`"});
  expect_exit(rig.axle("lock --upgrade-package old"), 0);
  expect_exit(rig.axle("lock --check"), 0);
}

TEST_CASE("a local wheel that is gone is missed") {
  LockedArchivesRig rig("lib", "lib-1.0-py3-none-any.whl");
  std::filesystem::remove(rig.axle.project() / "lib-1.0-py3-none-any.whl");
  CHECK(rig.axle("lock --check").exit_code != 0);
  expect_said(rig.axle("lock"), {"lib-1.0-py3-none-any.whl"});
}

TEST_CASE("what is stated of a local wheel counts instead of what it says") {
  LockedArchivesRig rig("lib", "lib-1.0-py3-none-any.whl");
  const auto project = rig.axle.project() / "pyproject.toml";
  std::ofstream(project, std::ios::app)
      << "[[tool.uv.dependency-metadata]]\nname = 'lib'\nrequires-dist = ['tool']\n";
  expect_said(rig.axle("lock"), {"Added tool v1.0"});
  expect_exit(rig.axle("lock --check"), 0);
}

}  // namespace
}  // namespace axle::test
