// SPDX-License-Identifier: MIT
#include "transaction/beneath.hpp"

#include "support/catch.hpp"
#include "support/temp_tree.hpp"

namespace axle::test {

namespace fs = std::filesystem;

TEST_CASE("what is not there is told from what cannot be seen", "[beneath]") {
  const TempTree tree;
  tree.write("site/file", "x");
  fs::create_directory_symlink(tree / "site", tree / "link");
  const auto beneath = Beneath::open(tree.path());
  REQUIRE(beneath);
  const auto found = beneath->look("site/file");
  REQUIRE(found);
  CHECK(found->value().kind == 'f');
  for (const char* absent : {"none", "none/file", "site/file/below", "link/file"}) {
    INFO(absent);
    const auto nothing = beneath->look(absent);
    REQUIRE(nothing);
    CHECK_FALSE(nothing->has_value());
    std::size_t names = 0;
    CHECK(beneath->list(absent, [&names](const std::string&) { ++names; }));
    CHECK(names == 0);
  }
  // No file system has names that long: whether something is there has no answer.
  const std::string too_long(4000, 'x');
  for (const std::string& path : {too_long, too_long + "/file", "site/" + too_long}) {
    const auto unknown = beneath->look(path);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().kind == ErrorKind::io);
    CHECK_FALSE(beneath->list(path, [](const std::string&) {}));
  }
}

TEST_CASE("only a whole regular file of one's own is read", "[beneath]") {
  const TempTree tree;
  tree.write("file", "text");
  fs::create_symlink(tree / "file", tree / "link");
  fs::create_directory(tree / "directory");
  const auto beneath = Beneath::open(tree.path());
  REQUIRE(beneath);
  CHECK(beneath->read_own_file("file", 4).value() == "text");
  CHECK(beneath->read_own_file("file", 3).error().kind == ErrorKind::invalid_input);
  CHECK(beneath->read_own_file("link", 9).error().kind == ErrorKind::invalid_input);
  CHECK(beneath->read_own_file("directory", 9).error().kind == ErrorKind::invalid_input);
  CHECK(beneath->read_own_file("none", 9).error().kind == ErrorKind::not_found);
}

}  // namespace axle::test
