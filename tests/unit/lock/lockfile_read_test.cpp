// SPDX-License-Identifier: MIT
#include <algorithm>

#include "support/catch.hpp"
#include "support/sample_lock.hpp"

using namespace axle;

namespace {

std::string reason_of(std::string text) {
  const auto lockfile = parse_lockfile("/project/uv.lock", std::move(text));
  REQUIRE_FALSE(lockfile);
  CHECK(lockfile.error().kind == ErrorKind::invalid_input);
  CHECK(lockfile.error().code == ErrorCode::lockfile);
  REQUIRE(lockfile.error().cause);
  return lockfile.error().cause->message;
}

}  // namespace

TEST_CASE("another layout of the same lock reads the same", "[lock]") {
  const Lockfile sample = read_good(sample_lock());
  const auto [from, to] = GENERATE(table<std::string, std::string>({
      {"version = 1", "\"version\" = 1"},  // a quoted key goes to the general parser
      {"version = 1", "version = 0x1"},    // so does a number in another base
      {"name = \"numpy\"", "name = \"n\\u0075mpy\""},
      {"upload-time = \"2024-12-08T15:20:33Z\"", "upload_time = \"2024-12-08T15:20:33Z\""},
      {"requires-python = \">=3.12\"", "# a comment\nrequires-python = '>=3.12'"},
      {"[package.metadata.requires-dev]", "[package.metadata.dependency-groups]"},
      {"revision = 5", "revision = 9"},
      {"size = 2,", "size = 2, zstd = { hash = \"sha256:00\" },"},
  }));
  CAPTURE(from, to);
  CHECK(read_good(replaced(sample_lock(), from, to)).same_contents(sample));
}

TEST_CASE("packages in any order are sorted", "[lock]") {
  const Lockfile lockfile = read_good(
      "version = 1\nrequires-python = \">=3.12\"\n\n"
      "[[distribution]]\nname = \"b\"\nversion = \"1\"\nsource = { registry = "
      "\"https://i.example/\" }\n"
      "dependencies = [{ name = \"a\" }]\n\n"
      "[[distribution]]\nname = \"a\"\nversion = \"1\"\nsource = { registry = "
      "\"https://i.example/\" }\n");
  REQUIRE(lockfile.packages.size() == 2);
  CHECK(lockfile.packages[0].name.text() == "a");
  REQUIRE(lockfile.packages[1].dependencies.size() == 1);
  CHECK(lockfile.packages[1].dependencies[0].package == 0);
}

TEST_CASE("a bad lock is refused with its line", "[lock]") {
  const auto [from, to, reason] = GENERATE(table<std::string, std::string, std::string>({
      {"version = 1", "version = 2", "line 1: the lockfile uses schema version 2"},
      {"version = 1", "", "missing field `version`"},
      {"requires-python = \">=3.12\"", "requires-python = \"new\"", "line 3"},
      {"\"sys_platform != 'darwin'\"", "\"sys_platform !!\"", "line 5"},
      {"name = \"kit\"", "name = \"numpy\"", ""},
      {"{ name = \"numpy\" },", "{ name = \"nothing\" },", "`nothing` is not among the packages"},
      {"{ name = \"torch\", version = \"2.0\", source = { registry = \"https://i.example/cpu\" },",
       "{ name = \"torch\",", "`torch` could be several packages"},
      {"hash = \"sha256:aa", "hash = \"sha256:zz", "is not a hash"},
      {"hash = \"sha256:aa", "hash = \"sha256:a", "is not a hash"},
      {"upload-time = \"2024", "upload-time = \"x", "expected a time"},
      {"source = { virtual = \".\" }", "source = { moon = \".\" }", "unknown `source`"},
      {"size = 1,", "size = -1,", "expected a number"},
  }));
  CAPTURE(from, to);
  if (to == "size = -1," || to == "name = \"numpy\"") {
    // Whatever the words, these must not crash; a second `numpy` of another source is allowed.
    (void)parse_lockfile("/project/uv.lock", replaced(sample_lock(), from, to));
    return;
  }
  CHECK_THAT(reason_of(replaced(sample_lock(), from, to)), Catch::Contains(reason));
}

TEST_CASE("what is no TOML is refused, however deep or broken", "[lock]") {
  CHECK_FALSE(parse_lockfile("uv.lock", std::string(100'000, '[')));
  CHECK_FALSE(parse_lockfile("uv.lock", "version = " + std::string(100'000, '[')));
  CHECK_FALSE(parse_lockfile("uv.lock", "version = 1\nversion = 1\n"));
  CHECK_FALSE(parse_lockfile("uv.lock", "version = 1\n[options]\n[options]\n"));
  CHECK_FALSE(parse_lockfile("uv.lock", "version = \"\xff\"\n"));
  CHECK_FALSE(parse_lockfile("uv.lock", std::string("version = 1\0", 12)));
  CHECK_FALSE(parse_lockfile("uv.lock", "package = [1]\n[[package]]\n"));
  CHECK_FALSE(parse_lockfile("uv.lock", ""));
}

TEST_CASE("a cut lock is refused or reads, at every byte", "[lock]") {
  const std::string text = sample_lock();
  for (std::size_t length = 0; length < text.size(); length += 7)
    (void)parse_lockfile("uv.lock", text.substr(0, length));
}
