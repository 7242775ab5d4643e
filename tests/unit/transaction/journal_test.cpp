// SPDX-License-Identifier: MIT
// A journal is believed only while the world is as it says.
#include "transaction/journal.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <functional>

#include "base/file.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {
namespace {

const JournalText sample{.inode = 0x1f3,
                         .nonce = "0123456789abcdef",
                         .watched = {{"lib/site", 17}},
                         .steps = {{JournalStep::Kind::retire, "a/b", {'f', 5, 6, 7}},
                                   {JournalStep::Kind::place, "c d/e", {'d', 8, 0, 0}},
                                   {JournalStep::Kind::prune, "a", {}}}};

/// An environment in which `site/old` gives way to `site/new`, and another's directory beside it.
struct Scene {
  Scene() {
    tree.write("env/site/old.txt", "old");
    tree.write("outside/precious", "x");
  }
  /// A commit that ends, as if killed, at its step of this number.
  void interrupt_at(int step) {
    interrupt({{JournalStep::Kind::retire, "site/old.txt", {}},
               {JournalStep::Kind::place, "site/new.txt", {}}},
              step);
  }
  /// The same with these steps; what is to be placed is a file that says "new".
  void interrupt(std::vector<JournalStep> steps, int at) {
    Journal journal(env(), [at, reached = 0]() mutable { return ++reached >= at ? EIO : 0; });
    if (!journal.prepare()) FAIL("not prepared");
    for (const JournalStep& step : steps)
      if (step.kind == JournalStep::Kind::place)
        tree.write((journal.stage_root() / step.path).lexically_relative(tree.path()).string(),
                   "new");
    CHECK_FALSE(journal.commit(std::move(steps), {"site"}, false));
  }
  fs::path env() const { return tree / "env"; }
  bool has(const std::string& path) const { return path_exists(tree / "env" / path); }
  Healing heal() {
    const auto healing = Journal(env()).heal();
    if (!healing) FAIL(healing.error().message);
    CHECK_FALSE(Journal(env()).needs_healing());
    return *healing;
  }
  TempTree tree;
};

}  // namespace

TEST_CASE("a journal's text says all of it again", "[journal]") {
  const std::string text = encode_journal(sample);
  REQUIRE(decode_journal(text));
  CHECK(*decode_journal(text) == sample);
}

TEST_CASE("a journal that is not whole is not read", "[journal]") {
  const std::string text = encode_journal(sample);
  for (std::size_t size = 0; size < text.size(); ++size)
    CHECK_FALSE(decode_journal(text.substr(0, size)));
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string bad = text;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    CHECK_FALSE(decode_journal(bad));
  }
  for (const char* path : {"../x", "/x", "", "a/../b", "a//b"}) {
    JournalText bad = sample;
    bad.steps = {{JournalStep::Kind::place, path, {}}};
    CHECK_FALSE(decode_journal(encode_journal(bad)));
  }
  JournalText bad = sample;
  bad.nonce = "../../../outside";
  CHECK_FALSE(decode_journal(encode_journal(bad)));
}

TEST_CASE("an interrupted commit is completed", "[journal]") {
  Scene scene;
  scene.interrupt_at(2);
  CHECK_FALSE(scene.has("site/old.txt"));
  CHECK(scene.heal() == Healing::completed);
  CHECK(scene.has("site/new.txt"));
  CHECK_FALSE(scene.has("site/old.txt"));
}

TEST_CASE("a file that takes the place of another is there after either interruption",
          "[journal]") {
  const int at = GENERATE(1, 2);
  Scene scene;
  scene.interrupt({{JournalStep::Kind::retire, "site/old.txt", {}},
                   {JournalStep::Kind::place, "site/old.txt", {}}},
                  at);
  CHECK(scene.heal() == Healing::completed);
  CHECK(read_text(scene.env() / "site/old.txt") == "new");
}

TEST_CASE("a directory that becomes empty goes, and the steps behind it are still done",
          "[journal]") {
  const int at = GENERATE(1, 2);
  Scene scene;
  scene.tree.write("env/site/sub/part.txt", "old");
  scene.interrupt({{JournalStep::Kind::retire, "site/sub/part.txt", {}},
                   {JournalStep::Kind::prune, "site/sub", {}},
                   {JournalStep::Kind::place, "site/new.txt", {}}},
                  at);
  CHECK(scene.heal() == Healing::completed);
  CHECK_FALSE(scene.has("site/sub"));
  CHECK(scene.has("site/new.txt"));
}

TEST_CASE("a journal is void once something else has changed the environment", "[journal]") {
  struct Case {
    const char* name;
    std::function<void(Scene&)> change;
  };
  const std::vector<Case> cases{
      {"another package came",
       [](Scene& scene) { scene.tree.write("env/site/else-1.dist-info/RECORD", ""); }},
      {"what was to come is there",
       [](Scene& scene) { scene.tree.write("env/site/new.txt", "theirs"); }},
      {"what was retired is there again",
       [](Scene& scene) { scene.tree.write("env/site/old.txt", "theirs"); }},
      {"what was staged is another file", [](Scene& scene) {
         for (const auto& entry : fs::recursive_directory_iterator(scene.env() / ".axle"))
           if (entry.path().filename() == "new.txt") {
             fs::remove(entry.path());
             scene.tree.write(entry.path().lexically_relative(scene.tree.path()).string(), "evil");
             break;
           }
       }}};
  for (const Case& one : cases) {
    INFO(one.name);
    Scene scene;
    scene.interrupt_at(2);
    one.change(scene);
    auto before = snapshot(scene.env());
    CHECK(scene.heal() == Healing::outdated);
    std::erase_if(before, [](const auto& entry) { return entry.first.starts_with(".axle"); });
    CHECK(snapshot(scene.env()) == before);
  }
}

TEST_CASE("byte code that Python wrote meanwhile does not make a journal void", "[journal]") {
  Scene scene;
  scene.interrupt_at(2);
  scene.tree.write("env/site/__pycache__/x.pyc", "");
  CHECK(scene.heal() == Healing::completed);
}

TEST_CASE("a copy of an environment is another environment", "[journal]") {
  Scene scene;
  scene.interrupt_at(2);
  fs::copy(scene.env(), scene.tree / "copy", fs::copy_options::recursive);
  const auto healing = Journal(scene.tree / "copy").heal();
  REQUIRE(healing);
  CHECK(*healing == Healing::outdated);
  CHECK_FALSE(path_exists(scene.tree / "copy/site/new.txt"));
}

TEST_CASE("a journal reaches nothing through a link", "[journal]") {
  Scene scene;
  fs::create_symlink("../outside", scene.env() / "link");
  struct stat status{};
  REQUIRE(::stat(scene.env().c_str(), &status) == 0);
  struct stat precious{};
  REQUIRE(::lstat((scene.tree / "outside/precious").c_str(), &precious) == 0);
  const JournalText forged{
      .inode = status.st_ino,
      .nonce = "0123456789abcdef",
      .watched = {},
      .steps = {
          {JournalStep::Kind::retire,
           "link/precious",
           {'f', precious.st_ino, static_cast<std::uint64_t>(precious.st_size),
            precious.st_mtim.tv_sec * std::int64_t{1'000'000'000} + precious.st_mtim.tv_nsec}}}};
  SECTION("in a step") { scene.tree.write("env/.axle/journal", encode_journal(forged)); }
  SECTION("as its directory") {
    fs::create_symlink("../outside", scene.env() / ".axle");
    scene.tree.write("outside/journal", encode_journal(forged));
  }
  CHECK(scene.heal() == Healing::outdated);
  CHECK(read_text(scene.tree / "outside/precious") == "x");
}

TEST_CASE("what was only staged is taken away, and nothing is put aside", "[journal]") {
  Scene scene;
  scene.tree.write("env/.axle/stage-1/large", "x");
  CHECK(scene.heal() == Healing::cleared);
  CHECK_FALSE(scene.has(".axle"));
  CHECK_FALSE(scene.has(".axle-set-aside"));
  CHECK(scene.heal() == Healing::nothing);
}

TEST_CASE("a damaged journal is put aside", "[journal]") {
  for (const char* text : {"", "axle-journal-1\nend 00000000\n", "half"}) {
    Scene scene;
    scene.tree.write("env/.axle/journal", text);
    scene.tree.write("env/.axle/stage-1/large", "x");
    CHECK(scene.heal() == Healing::damaged);
    CHECK(read_text(scene.env() / ".axle-set-aside/journal") == text);
    CHECK_FALSE(scene.has(".axle-set-aside/stage-1"));
    CHECK(scene.has("site/old.txt"));
  }
}

}  // namespace axle::test
