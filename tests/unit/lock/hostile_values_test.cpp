// SPDX-License-Identifier: MIT
// Every value of a lock replaced by one of every type, and every prefix of a lock: refused with the
// line, or read; nothing else.
#include <vector>

#include "support/catch.hpp"
#include "support/sample_lock.hpp"
#include "support/toml_values.hpp"

using namespace axle;

namespace {

bool names_a_line(const Error& error) {
  for (const Error* one = &error; one != nullptr; one = one->cause.get())
    if (one->message.find("line ") != std::string::npos) return true;
  return false;
}

void check(const std::string& text) {
  const auto lockfile = parse_lockfile("/project/uv.lock", text);
  if (lockfile) return;
  INFO(text);
  CHECK(lockfile.error().kind == ErrorKind::invalid_input);
  CHECK(lockfile.error().code == ErrorCode::lockfile);
  CHECK(names_a_line(lockfile.error()));
}

}  // namespace

TEST_CASE("a value of another type is refused with its line, in every place", "[lock]") {
  const std::string sample = sample_lock();
  const std::string other =
      GENERATE("1", "-1", "1.5", "true", "\"\"", "\"\\u0000\"", "[]", "[[]]", "[1]", "[{}]", "{}",
               "{ a = 1 }", "1979-05-27", "'", "\"\"\"", "nan", "0x");
  CAPTURE(other);
  for (const auto& [start, end] : test::values_of(sample))
    check(sample.substr(0, start) + other + sample.substr(end));
}

TEST_CASE("types that cannot be what they stand for are refused", "[lock]") {
  const auto [from, to] = GENERATE(table<std::string, std::string>({
      {"version = 1", "version = \"1\""},
      {"revision = 5", "revision = -5"},
      {"requires-python = \">=3.12\"", "requires-python = [\">=3.12\"]"},
      {"name = \"kit\"", "name = [\"kit\"]"},
      {"source = { virtual = \".\" }", "source = \".\""},
      {"source = { virtual = \".\" }", "source = { virtual = 1 }"},
      {"provides-extras = [\"cpu\", \"cu\"]", "provides-extras = \"cpu\""},
      {"constraints = [{ name = \"numpy\", specifier = \"<=2.2.0\" }]",
       "constraints = [\"numpy\"]"},
      {"excludes = [\"scipy\"]", "excludes = \"scipy\""},
      {"a = []", "a = 1"},
      {"size = 1,", "size = \"1\","},
      {"size = 1,", "size = -1,"},
      {"members = [", "members = \"app\"\nother = ["},
  }));
  CAPTURE(from, to);
  const auto lockfile = parse_lockfile("/project/uv.lock", replaced(sample_lock(), from, to));
  REQUIRE_FALSE(lockfile);
  CHECK(names_a_line(lockfile.error()));
}

TEST_CASE("a lock that is cut at any byte is refused with the line, or reads", "[lock]") {
  const std::string sample = sample_lock();
  for (std::size_t length = 0; length < sample.size(); ++length) check(sample.substr(0, length));
}

TEST_CASE("a lock with one byte changed is refused with the line, or reads", "[lock]") {
  const std::string sample = sample_lock();
  for (std::size_t i = 0; i < sample.size(); ++i)
    for (const char c : {'\0', '"', '\n', '\x80', '[', '}'}) {
      std::string text = sample;
      text[i] = c;
      check(text);
    }
}

TEST_CASE("packages of one name are limited, for every edge looks through them", "[lock]") {
  std::string text = "version = 1\nrequires-python = \">=3.12\"\n";
  for (unsigned i = 0; i < 1001; ++i)
    text += "\n[[package]]\nname = \"a\"\nversion = \"" + std::to_string(i) +
            "\"\nsource = { registry = \"https://i.example/\" }\n";
  const auto lockfile = parse_lockfile("/project/uv.lock", text);
  REQUIRE_FALSE(lockfile);
  CHECK(names_a_line(lockfile.error()));
}
