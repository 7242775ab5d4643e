// SPDX-License-Identifier: MIT
// All or nothing: whatever step of a commit fails or is the last before a
// kill, the environment ends in its old state or in its new one, and never needs a hand.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "install_rig.hpp"
#include "transaction/journal.hpp"

namespace axle::test {
namespace {

std::vector<WheelBuilder> old_state() {
  return {WheelBuilder("demo", "1.0")
              .file("demo/__init__.py", "1")
              .file("demo/old.py", "old")
              .file("space/demo/x.py", "1")
              .console_script("demo", "demo:main"),
          WheelBuilder("gone", "1.0")
              .file("gone/__init__.py", "1")
              .file("space/gone/y.py", "1")
              .file("gone-1.0.data/data/share/gone/z", "1")};
}

std::vector<WheelBuilder> new_state() {
  return {WheelBuilder("demo", "2.0")
              .file("demo/__init__.py", "2")
              .file("demo/new.py", "new")
              .file("space/demo/x.py", "2")
              .console_script("demo2", "demo:main"),
          WheelBuilder("fresh", "1.0")
              .file("fresh.py", "1")
              .file("space/fresh/y.py", "1")
              .console_script("fresh", "fresh:main")};
}

/// Fails the step of this number, and those after it if `for_good`.
class FailAt {
 public:
  FailAt(InstallRig& rig, int step, bool for_good) : rig_(rig) {
    rig.options.before_step = [this, step, for_good] {
      ++reached_;
      return reached_ == step || (for_good && reached_ > step) ? EIO : 0;
    };
  }
  FailAt(const FailAt&) = delete;
  FailAt& operator=(const FailAt&) = delete;
  ~FailAt() { rig_.options.before_step = {}; }
  int reached() const { return reached_; }

 private:
  InstallRig& rig_;
  int reached_ = 0;
};

struct States {
  std::map<std::string, std::string> before, after;
};

/// The two states, by undisturbed runs at the same place in the tree as the rig's.
void prepare(InstallRig& rig) {
  rig.write(site + "demo/notes.txt", "the user's");
  rig.must_sync(old_state());
}

}  // namespace

TEST_CASE("a step that fails brings the old state back", "[crash]") {
  int steps = 0;
  for (int step = 1;; ++step) {
    InstallRig rig;
    prepare(rig);
    const auto before = rig.tree();
    Result<InstallReport> result = fail(ErrorKind::bug, "");
    {
      const FailAt failure(rig, step, false);
      result = rig.sync(new_state());
      steps = failure.reached();
    }
    INFO("step " << step);
    if (result) break;
    CHECK(result.error().kind == ErrorKind::io);
    CHECK(rig.tree() == before);
    rig.must_sync(new_state());
    CHECK(rig.read(site + "demo/__init__.py") == "2");
  }
  CHECK(steps > 8);
}

TEST_CASE("a commit that can neither go on nor back is healed by the next run", "[crash]") {
  for (int step = 1;; ++step) {
    InstallRig rig;
    prepare(rig);
    Result<InstallReport> result = fail(ErrorKind::bug, "");
    {
      const FailAt failure(rig, step, true);
      result = rig.sync(new_state());
    }
    INFO("step " << step);
    if (result) break;
    rig.must_sync(new_state());
    CHECK(rig.read(site + "demo/__init__.py") == "2");
    CHECK_FALSE(rig.has(site + "demo/old.py"));
    CHECK_FALSE(rig.has(site + "gone"));
    CHECK(rig.read(site + "demo/notes.txt") == "the user's");
    CHECK_FALSE(rig.has(".axle"));
  }
}

TEST_CASE("a killed run is completed or undone by the next", "[crash]") {
  std::map<std::string, std::string> after;
  {
    InstallRig rig;
    prepare(rig);
    rig.must_sync(new_state());
    after = rig.tree();
  }
  // Launchers name their interpreter, whose path differs from rig to rig.
  const auto without_paths = [](std::map<std::string, std::string> tree) {
    for (auto& [path, contents] : tree)
      if (path.starts_with("bin/") || path.ends_with("/RECORD")) contents.clear();
    return tree;
  };
  bool finished = false;
  int killed = 0;
  for (int step = 1; !finished; ++step) {
    INFO("step " << step);
    InstallRig rig;
    prepare(rig);
    const auto before = rig.tree();
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      rig.options.before_step = [reached = 0, step]() mutable {
        if (++reached == step) ::_exit(99);  // as SIGKILL: nothing is cleaned up
        return 0;
      };
      const bool worked = rig.sync(new_state()).has_value();
      ::_exit(worked ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    finished = WEXITSTATUS(status) == 0;
    if (!finished) {
      CHECK(WEXITSTATUS(status) == 99);
      ++killed;
      rig.heal();
    }
    const auto now = rig.tree();
    const bool is_old = now == before, is_new = without_paths(now) == without_paths(after);
    CHECK((is_old || is_new));
    rig.must_sync(new_state());
    CHECK(without_paths(rig.tree()) == without_paths(after));
  }
  CHECK(killed > 8);
}

TEST_CASE("what was only staged goes with the next run", "[crash]") {
  InstallRig rig;
  const auto before = rig.tree();
  rig.write(".axle/stage/lib/python3.12/site-packages/demo/x.py", "half");
  rig.heal();
  CHECK(rig.tree() == before);
}

}  // namespace axle::test
