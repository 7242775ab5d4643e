// SPDX-License-Identifier: MIT
// Packages of repositories, by the machine's own git, which the program finds on PATH.
#include <sys/stat.h>

#include "base/process.hpp"
#include "base/text.hpp"
#include "cli/build_project.hpp"

namespace axle::test {
namespace {

struct RepositoryRig : BuildRig {
  RepositoryRig() {
    axle.set("PATH", (axle.tree().path() / "bin").string() + ":/usr/local/bin:/usr/bin:/bin");
    axle.set("GIT_CONFIG_NOSYSTEM", "1");
    write("1.0");
    git({"init", "--quiet", "--initial-branch", "main", "."});
    commit();
  }
  /// The repository holds `lib` of this version, and the same once more below `inner`.
  void write(const std::string& version) const {
    tree("repository", "lib", version);
    tree("repository/inner", "lib", version);
  }
  /// Commits all that is there; the commit.
  std::string commit() const {
    git({"add", "--all"});
    git({"commit", "--quiet", "--message", "a change"});
    return git({"rev-parse", "HEAD"});
  }
  std::string git(std::vector<std::string> words) const {
    words.insert(words.begin(), {"git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c",
                                 "commit.gpgsign=false", "-C", repository().string()});
    const auto ran = run_process(words);
    REQUIRE(ran);
    INFO(ran->err);
    REQUIRE(ran->exit_code == 0);
    return std::string(trim(ran->out));
  }
  std::filesystem::path repository() const { return axle.project() / "repository"; }
  std::string url() const { return "file://" + repository().string(); }
  void ask_for(std::string_view more = "") const {
    project("\"lib\"", fmt::format("[tool.uv.sources]\nlib = {{ git = \"{}\"{} }}\n", url(), more));
  }
};

}  // namespace

TEST_CASE("a package of a repository is locked at its commit, and named with it") {
  RepositoryRig rig;
  rig.ask_for();
  const std::string first = rig.git({"rev-parse", "HEAD"});
  const std::string place = "git+" + rig.url() + "@" + first;
  const AxleResult synced = rig.axle("sync");
  expect_exit(synced, 0);
  expect_said(synced, {"Building lib @ " + place, "Built lib @ " + place,
                       "+ lib==1.0 (from " + place + ")"});
  CHECK(holds(rig.lock(), "source = { git = \"" + rig.url() + "#" + first + "\" }"));
  expect_said(rig.axle("sync"), {"Checked"});
  expect_said(rig.axle("pip freeze"), {"lib @ " + place});

  rig.write("2.0");
  const std::string second = rig.commit();
  expect_said(rig.axle("sync"), {"Checked"});  // the lock says the first
  const AxleResult newer = rig.axle("sync --upgrade");
  expect_exit(newer, 0);
  expect_said(newer, {"- lib==1.0 (from " + place + ")",
                      "+ lib==2.0 (from git+" + rig.url() + "@" + second + ")"});

  // What was checked out and built once is there without the repository.
  std::filesystem::remove_all(rig.repository());
  std::filesystem::remove_all(rig.axle.venv());
  expect_exit(rig.axle("sync --offline --frozen"), 0);
}

TEST_CASE("a tag, a branch, a revision and a folder of a repository are locked as such") {
  RepositoryRig rig;
  const std::string first = rig.git({"rev-parse", "HEAD"});
  rig.git({"tag", "v1"});
  rig.git({"branch", "old"});
  rig.write("2.0");
  rig.commit();
  struct Case {
    std::string more, locked;
  };
  for (const Case& one :
       {Case{", tag = \"v1\"", "?tag=v1"}, Case{", branch = \"old\"", "?branch=old"},
        Case{", rev = \"" + first.substr(0, 8) + "\"", "?rev=" + first.substr(0, 8)},
        Case{", tag = \"v1\", subdirectory = \"inner\"", "?subdirectory=inner&tag=v1"}}) {
    CAPTURE(one.more);
    rig.ask_for(one.more);
    expect_exit(rig.axle("lock"), 0);
    CHECK(holds(rig.lock(), "source = { git = \"" + rig.url() + one.locked + "#" + first + "\" }"));
    CHECK(holds(rig.lock(), "version = \"1.0\""));
    expect_exit(rig.axle("lock --check --offline"), 0);
  }
  rig.ask_for(", tag = \"v9\"");
  expect_failure(rig.axle, "lock", 2, {"could not get `lib` at `v9`", "refs/tags/v9"});
}

TEST_CASE("large files of a repository are fetched by git lfs where they are asked for") {
  RepositoryRig rig;
  // Stands in for the real one: it notes what it is asked.
  const std::string said = (rig.axle.tree().path() / "lfs.log").string();
  const std::filesystem::path program =
      rig.axle.tree().write("bin/git-lfs", "#!/bin/sh\necho \"$*\" >> '" + said + "'\n");
  ::chmod(program.c_str(), 0755);
  rig.ask_for(", lfs = true");
  const AxleResult synced = rig.axle("sync");
  expect_exit(synced, 0);
  CHECK(holds(read_text(said), "pull"));
  CHECK(holds(rig.lock(), rig.url() + "?lfs=true#"));
  expect_said(synced, {"#lfs=true)"});
  expect_said(rig.axle("sync"), {"Checked"});
  // Without its large files it is another tree.
  rig.ask_for();
  expect_said(rig.axle("sync"), {"#lfs=true)", "+ lib==1.0 (from git+"});
}

TEST_CASE("UV_GIT_LFS decides for each repository whose source does not say it") {
  RepositoryRig rig;
  const std::filesystem::path program = rig.axle.tree().write("bin/git-lfs", "#!/bin/sh\n");
  ::chmod(program.c_str(), 0755);
  const std::string with_large_files = rig.url() + "?lfs=true";
  const auto locks = [&](const char* value) {
    rig.axle.set("UV_GIT_LFS", value);
    expect_exit(rig.axle("lock"), 0);
    return holds(rig.lock(), "source = { git = \"" + with_large_files + "#") &&
           holds(rig.lock(), "git = \"" + with_large_files + "\" }");
  };
  rig.ask_for();
  CHECK_FALSE(locks(""));
  rig.axle.set("UV_GIT_LFS", "on");
  expect_exit(rig.axle("lock --check"), 1);
  CHECK(locks("1"));
  CHECK_FALSE(locks("off"));
  rig.ask_for(", lfs = false");
  CHECK_FALSE(locks("1"));
  rig.project("\"lib @ git+" + rig.url() + "\"", "");
  CHECK(locks("true"));
  // What is locked is installed as it is locked.
  rig.axle.set("UV_GIT_LFS", "");
  expect_said(rig.axle("sync --frozen"), {"#lfs=true)"});
  rig.project("", "");
  rig.axle.set("UV_GIT_LFS", "yes");
  expect_exit(rig.axle("add git+" + rig.url()), 0);
  CHECK(holds(read_text(rig.axle.project() / "pyproject.toml"), "\", lfs = true }"));
  rig.axle.set("UV_GIT_LFS", "perhaps");
  expect_failure(rig.axle, "lock", 2, {"UV_GIT_LFS", "`perhaps` is neither true nor false"});
}

}  // namespace axle::test
