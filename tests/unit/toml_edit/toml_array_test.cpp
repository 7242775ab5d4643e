// SPDX-License-Identifier: MIT
#include "toml_edit/toml_array.hpp"

#include "support/catch.hpp"

namespace axle {
namespace {

TomlArray array_of(std::string_view text) {
  auto array = TomlArray::parse(text);
  REQUIRE(array);
  return *array;
}

TEST_CASE("an array is written again over several lines") {
  CHECK(array_of("[]").to_string("\n") == "[]");
  CHECK(array_of("['a',\"b\" , ]").to_string("\n") == "[\n    'a',\n    \"b\",\n]");
  CHECK(array_of("[\n\t1,\n\t2]").to_string("\r\n") == "[\r\n\t1,\r\n\t2,\r\n]");
}

TEST_CASE("comments of an array stay where they are") {
  const std::string text =
      "[ # open\n"
      "  # before a\n"
      "  \"a\",  # about a\n"
      "\n"
      "  # before b\n"
      "  \"b\" # about b\n"
      "  # last\n"
      "]";
  const std::string written =
      "[ # open\n"
      "  # before a\n"
      "  \"a\",  # about a\n"
      "  # before b\n"
      "  \"b\", # about b\n"
      "  # last\n"
      "]";
  CHECK(array_of(text).to_string("\n") == written);
  CHECK(array_of(text).items() == std::vector<std::string>{"\"a\"", "\"b\""});
}

TEST_CASE("an item goes below the comments that stand above its successor") {
  TomlArray array = array_of("[\n  # one\n  1,\n  # three\n  3, # about 3\n  # end\n]");
  array.insert(1, "2");
  array.insert(0, "0");
  array.insert(array.size(), "4");
  CHECK(array.to_string("\n") ==
        "[\n  0,\n  # one\n  1,\n  # three\n  2,\n  3, # about 3\n  # end\n  4,\n]");
}

TEST_CASE("what is removed from an array leaves its comment behind") {
  TomlArray array = array_of("[\n  1, # why\n  2,\n]");
  array.erase(1);
  array.erase(0);
  CHECK(array.to_string("\n") == "[\n  # why\n]");
  TomlArray only = array_of("[1]");
  only.erase(0);
  CHECK(only.is_empty());
  CHECK(only.to_string("\n") == "[]");
}

TEST_CASE("the first item that stays is indented by all that stood before it") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"[\"a\", \"b\"]", "[\n \"b\",\n]"},
      {"[ \"a\", \"b\" ]", "[\n  \"b\",\n]"},
      {"[\"a\",\"b\"]", "[\n    \"b\",\n]"},
      {"[\n  \"a\",\n      \"b\",\n]", "[\n      \"b\",\n]"},
  }));
  TomlArray array = array_of(text);
  array.erase(0);
  CHECK(array.to_string("\n") == expected);
}

TEST_CASE("an item is replaced with its comment kept") {
  TomlArray array = array_of("[\n  '''x''', # why\n  { include-group = \"a\" },\n]");
  array.replace(0, "\"y\"");
  CHECK(array.to_string("\n") == "[\n  \"y\", # why\n  { include-group = \"a\" },\n]");
}

TEST_CASE("what is no array is refused") {
  for (const char* text : {"", "1", "[1", "[1 2]", "[1]]", "[,]", "[#", "[\"a]"})
    CHECK_FALSE(TomlArray::parse(text));
  const std::string deep(100, '[');
  CHECK_FALSE(TomlArray::parse(deep + std::string(100, ']')));
}

}  // namespace
}  // namespace axle
