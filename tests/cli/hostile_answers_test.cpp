// SPDX-License-Identifier: MIT
// What a server sends without end, or larger than anybody needs, ends with an error.
#include "cli/expect.hpp"

namespace axle::test {
namespace {

struct HostileAnswers {
  HostileAnswers() {
    axle.set("AXLE_INDEX_URL", index.url());
    axle.write("pyproject.toml",
               "[project]\nname = \"demo\"\nversion = \"1\"\nrequires-python = \">=3.9\"\n"
               "dependencies = [\"a\"]\n[tool.uv]\npackage = false\n");
  }
  /// The page of `a` is this instead.
  void answer(FakeFault fault) {
    FakeResponse page = json_page("{");
    page.fault = std::move(fault);
    index.server().serve("/simple/a/", std::move(page));
  }
  FakeIndex index{"[simple]\na 1.0\n"};
  AxleRun axle;
};

TEST_CASE("trailers without end behind a page are refused") {
  HostileAnswers hostile;
  std::string raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n";
  for (int i = 0; i < 2000; ++i) raw += "X: y\r\n";
  hostile.answer({.raw = std::move(raw)});
  expect_failure(hostile.axle, "lock", 4, {"/simple/a/", "trailers", "hint"});
}

TEST_CASE("a page without end is cut off, and said to be larger than any") {
  HostileAnswers hostile;
  FakeResponse page = json_page(std::string(1 << 20, ' '));
  page.fault.endless = true;
  hostile.index.server().serve("/simple/a/", std::move(page));
  expect_failure(hostile.axle, "lock", 4, {"/simple/a/", "hint"});
}

TEST_CASE("a file that goes on beyond its stated size is refused") {
  HostileAnswers hostile;
  expect_exit(hostile.axle("lock"), 0);
  FakeResponse file{.body = std::string(1 << 16, 'x')};
  file.fault.endless = true;
  hostile.index.server().serve(FakeIndex::file_path("simple", "a-1.0-py3-none-any.whl"),
                               std::move(file));
  expect_failure(hostile.axle, "sync", 4, {"a-1.0-py3-none-any.whl", "hint"});
}

TEST_CASE("metadata whose requirements are larger than any is refused by name") {
  std::string requirement = "b";
  SECTION("a marker of a megabyte") {
    requirement += "; python_version > '3.0'";
    for (int i = 0; i < 40'000; ++i) requirement += " or python_version > '3.1'";
  }
  SECTION("a marker that nests without end") {
    requirement +=
        "; " + std::string(20'000, '(') + "python_version > '3'" + std::string(20'000, ')');
  }
  SECTION("versions without end") {
    requirement += " !=1.0";
    for (int i = 0; i < 40'000; ++i) requirement += fmt::format(",!=1.{}.1", i);
  }
  SECTION("requirements without end") {
    requirement += "0";
    for (int i = 1; i < 40'000; ++i) requirement += fmt::format("\nRequires-Dist: b{}", i);
  }
  HostileAnswers hostile;
  hostile.index.change("simple", "a", [&](OfferedFile& file) {
    file.metadata =
        "Metadata-Version: 2.1\nName: a\nVersion: 1.0\nRequires-Dist: " + requirement + "\n";
  });
  expect_failure(hostile.axle, "lock", 1, {"a==1.0 has invalid metadata", "Metadata for `a`"});
}

}  // namespace
}  // namespace axle::test
