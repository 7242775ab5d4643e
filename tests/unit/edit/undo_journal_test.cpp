// SPDX-License-Identifier: MIT
#include "edit/undo_journal.hpp"

#include "base/file.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle {
namespace {

/// A project with a file, and the changes that a run makes to it.
struct Sample {
  test::TempTree tree;
  fs::path root = tree.path();
  fs::path file = root / "pyproject.toml";
  fs::path lock = root / "uv.lock";
  fs::path environment = root / ".venv";

  Sample() { REQUIRE(write_file_atomically(file, "old", 0640)); }
  Result<UndoJournal> begin() { return UndoJournal::begin(root, {file, lock}, {environment}); }
  void change() {
    REQUIRE(write_file_atomically(file, "new"));
    REQUIRE(write_file_atomically(lock, "made"));
    REQUIRE(make_directories(environment / "bin"));
  }
  bool is_old() {
    return *read_file(file) == "old" && !path_exists(lock) && !path_exists(environment);
  }
  bool is_new() {
    return *read_file(file) == "new" && path_exists(lock) && path_exists(environment);
  }
  bool has_journal() { return path_exists(root / UndoJournal::file_name); }
  /// What is left if a run is killed: its files without its destructors.
  void kill_after_change() {
    std::string text;
    {
      auto journal = begin();
      REQUIRE(journal);
      text = *read_file(root / UndoJournal::file_name);
      change();
      REQUIRE(journal->keep());
    }
    REQUIRE(write_file_atomically(root / UndoJournal::file_name, text));
  }
};

TEST_CASE("a change that is not kept is taken back") {
  Sample sample;
  const auto time = fs::last_write_time(sample.file);
  {
    const auto journal = sample.begin();
    REQUIRE(journal);
    sample.change();
  }
  CHECK(sample.is_old());
  CHECK(fs::last_write_time(sample.file) == time);
  CHECK_FALSE(sample.has_journal());
  CHECK((fs::status(sample.file).permissions() & fs::perms::others_all) == fs::perms::none);
}

TEST_CASE("a change that is kept stays") {
  Sample sample;
  {
    auto journal = sample.begin();
    REQUIRE(journal);
    sample.change();
    REQUIRE(journal->keep());
  }
  CHECK(sample.is_new());
  CHECK_FALSE(sample.has_journal());
  CHECK_FALSE(*UndoJournal::recover(sample.root, [](const fs::path&) { return false; }));
}

TEST_CASE("what a killed run left is taken back, or completed if its environment was") {
  Sample sample;
  sample.kill_after_change();
  const auto recovered = UndoJournal::recover(sample.root, [](const fs::path&) { return false; });
  REQUIRE(recovered);
  CHECK(*recovered);
  CHECK(sample.is_old());
  CHECK_FALSE(sample.has_journal());

  sample.kill_after_change();
  CHECK(*UndoJournal::recover(sample.root,
                              [&](const fs::path& path) { return path == sample.environment; }));
  CHECK(sample.is_new());
  CHECK_FALSE(sample.has_journal());
}

TEST_CASE("a journal that is none changes nothing") {
  Sample sample;
  for (const char* text :
       {"", "axle-undo-1\n", "axle-undo-1\nf 420 0 99 1\n", "axle-undo-1\nf 1 1\n"}) {
    REQUIRE(write_file_atomically(sample.root / UndoJournal::file_name, text));
    CHECK_FALSE(UndoJournal::recover(sample.root, [](const fs::path&) { return false; }));
    CHECK(*read_file(sample.file) == "old");
  }
}

}  // namespace
}  // namespace axle
