// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "base/file_lock.hpp"
#include "base/temp.hpp"
#include "support/catch.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using axle::test::TempTree;

TEST_CASE("a file is replaced as a whole, through links, and nothing is left beside it", "[file]") {
  const TempTree tree;
  tree.write("real/file", "old");
  fs::create_symlink(tree / "real/file", tree / "link");
  REQUIRE(write_file_atomically(tree / "link", "new", 0600));
  CHECK(fs::is_symlink(tree / "link"));
  // A file that is there keeps its mode.
  CHECK(test::snapshot(tree / "real") == std::map<std::string, std::string>{{"file", "644 new"}});
}

TEST_CASE("temporary files that a killed run left go with the next write, those in use stay",
          "[file]") {
  const TempTree tree;
  tree.write(".axle-tmp-killed", "half");
  tree.write("outside", "x");
  fs::create_symlink(tree / "outside", tree / ".axle-tmp-link");
  fs::create_directory(tree / ".axle-tmp-directory");
  {
    const auto in_use = TempFile::create_in(tree.path());
    REQUIRE(in_use);
    REQUIRE(write_file_atomically(tree / "file", "new"));
    CHECK(path_exists(in_use->path()));
  }
  CHECK_FALSE(path_exists(tree / ".axle-tmp-killed"));
  CHECK(directory_exists(tree / ".axle-tmp-directory"));
  CHECK(fs::is_symlink(tree / ".axle-tmp-link"));
  CHECK(*read_file(tree / "outside", 9) == "x");
  CHECK(*read_file(tree / "file", 9) == "new");
}

TEST_CASE("a device or a pipe is written to, and stays what it is", "[file]") {
  const TempTree tree;
  REQUIRE(::mkfifo((tree / "pipe").c_str(), 0600) == 0);
  const Fd reader(::open((tree / "pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  REQUIRE(reader.is_open());
  REQUIRE(write_file_atomically(tree / "pipe", "text"));
  std::array<char, 8> got{};
  CHECK(::read(reader.get(), got.data(), got.size()) == 4);
  CHECK(std::string_view(got.data(), 4) == "text");
  struct stat status{};
  REQUIRE(::lstat((tree / "pipe").c_str(), &status) == 0);
  CHECK(S_ISFIFO(status.st_mode));
  fs::create_symlink("/dev/null", tree / "null");
  REQUIRE(write_file_atomically(tree / "null", "text"));
  CHECK(fs::is_symlink(tree / "null"));
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("a failed write says why and changes nothing", "[file]") {
  const TempTree tree;
  const auto result = write_file_atomically(tree / "missing/file", "x");
  REQUIRE_FALSE(result);
  CHECK(result.error().code == ErrorCode::io);
  CHECK(result.error().message.find("No such file or directory") != std::string::npos);
  CHECK(test::snapshot(tree.path()).empty());
}

TEST_CASE("what is no regular file is not read", "[file]") {
  const TempTree tree;
  REQUIRE(::mkfifo((tree / "fifo").c_str(), 0600) == 0);
  CHECK(read_file(tree / "fifo").error().kind == ErrorKind::invalid_input);
  CHECK(read_file("/dev/null").error().kind == ErrorKind::invalid_input);
  CHECK(read_file(tree / "none").error().kind == ErrorKind::not_found);
  tree.write("big", std::string(100, 'x'));
  CHECK(read_file(tree / "big", 99).error().kind == ErrorKind::invalid_input);
  CHECK(*read_file(tree / "big", 100) == std::string(100, 'x'));
}

TEST_CASE("directories are made, listed in order and removed without following links", "[file]") {
  const TempTree tree;
  REQUIRE(make_directories(tree / "a/b/c"));
  REQUIRE(make_directories(tree / "a/b/c"));
  tree.write("a/z", "");
  tree.write("kept/file", "x");
  fs::create_directory_symlink(tree / "kept", tree / "a/link");
  std::vector<std::string> names;
  REQUIRE(list_directory(tree / "a", [&](const std::string& name, bool is_directory) {
    names.push_back(name + (is_directory ? "/" : ""));
  }));
  CHECK(names == std::vector<std::string>{"b/", "link", "z"});
  REQUIRE(remove_tree(tree / "a"));
  CHECK(path_exists(tree / "kept/file"));
  CHECK_FALSE(path_exists(tree / "a"));
  CHECK_FALSE(make_directories(tree / "kept/file/x"));
}

TEST_CASE("temporary files and directories go unless they are kept", "[temp]") {
  const TempTree tree;
  {
    auto directory = TempDirectory::create_in(tree / "made");
    REQUIRE(directory);
    REQUIRE(write_file_quickly(directory->path() / "x", "1"));
    auto file = TempFile::create_in(tree.path());
    REQUIRE(file);
  }
  CHECK(test::snapshot(tree.path()) == std::map<std::string, std::string>{{"made", "directory"}});
}

TEST_CASE("a lock excludes, and shared ones do not exclude each other", "[file_lock]") {
  using namespace std::chrono_literals;
  const TempTree tree;
  {
    const auto first = FileLock::acquire(tree / "lock", FileLock::Mode::shared, 0ms);
    const auto second = FileLock::acquire(tree / "lock", FileLock::Mode::shared, 0ms);
    REQUIRE(first);
    REQUIRE(second);
    const auto third = FileLock::acquire(tree / "lock", FileLock::Mode::exclusive, 30ms);
    REQUIRE_FALSE(third);
    CHECK(third.error().kind == ErrorKind::locked);
  }
  CHECK(FileLock::acquire(tree / "lock", FileLock::Mode::exclusive, 0ms));
}
