// SPDX-License-Identifier: MIT
#include "axle/toml/toml.hpp"

#include "base/utf8.hpp"

#include "support/catch.hpp"
#include "support/error_text.hpp"
#include "support/temp_tree.hpp"

using namespace axle;
using axle::test::says;
using axle::test::whole_text;

TEST_CASE("tables keep the order in which they were written", "[toml]") {
  const auto document = TomlDocument::parse(
      "p.toml", "[t]\nzebra = 1\napple = [1, \"two\", true]\n\n[t.mid]\nx = 1979-05-27\n");
  REQUIRE(document);
  const TomlValue* table = document->root().find("t");
  REQUIRE(table != nullptr);
  REQUIRE(table->entries.size() == 3);
  CHECK(table->entries[0].key == "zebra");
  CHECK(table->entries[1].key == "apple");
  CHECK(table->entries[2].key == "mid");
  CHECK(table->entries[1].position == TomlPosition{3, 1});
  CHECK(table->find("apple")->items[1].text == "two");
  CHECK(document->root().find_path({"t", "mid", "x"})->text == "1979-05-27");
  CHECK(document->root().find_path({"t", "zebra", "x"}) == nullptr);
}

TEST_CASE("an error shows its line", "[toml]") {
  const auto document = TomlDocument::parse("/nowhere/p.toml", "a = 1\nb = = 2\n");
  REQUIRE_FALSE(document);
  const Error& error = document.error();
  CHECK(error.message == "Failed to parse: /nowhere/p.toml");
  CHECK(error.code == ErrorCode::project);
  CHECK(error.member == "line 2, column 5");
  REQUIRE(error.cause);
  CHECK(error.cause->message.starts_with(
      "TOML parse error at line 2, column 5\n  |\n2 | b = = 2\n  |     ^\n"));
}

TEST_CASE("hostile texts are refused before they are parsed", "[toml]") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"a = " + std::string(100000, '['), "nested deeper than 64 levels"},
      {"a = " + std::string(65, '[') + std::string(65, ']'), "nested deeper than 64 levels"},
      {std::string(100000, '['), "expected the key of a table"},
      {"a = 2024-10-18Tx", "expected a time after the date"},
      {"a = 2024-10-18t", "expected a time after the date"},
      {"x = " + std::string(100000, '{'), "nested deeper than 64 levels"},
      {"a" +
           [] {
             std::string dots;
             for (int i = 0; i < 100000; ++i) dots += ".a";
             return dots;
           }() +
           " = 1",
       "nested deeper than 64 levels"},
      {"[a" +
           [] {
             std::string dots;
             for (int i = 0; i < 70; ++i) dots += ".a";
             return dots;
           }() +
           "]",
       "nested deeper than 64 levels"},
      {std::string("a = 1\nb\0 = 2", 11), "TOML parse error at line 2, column 2"},
      {"a = 1\nb = \"\xff\"", "TOML parse error at line 2, column 6"},
      {"a = \"\xc3\xa9\xed\xa0\x80\"", "line 1, column 7"},
      {std::string((std::size_t{16} << 20) + 1, ' '), "the file is larger than 16.0 MiB"},
      {"a = 1\na = 2", "line 2"},
  }));
  CAPTURE(text.substr(0, 40));
  const auto document = TomlDocument::parse("p.toml", text);
  REQUIRE_FALSE(document);
  CAPTURE(whole_text(document.error()));
  CHECK(document.error().kind == ErrorKind::invalid_input);
  CHECK(says(document.error(), expected));
  CHECK(whole_text(document.error()).size() < 2000);
}

TEST_CASE("any character in a value's place is refused, or a value", "[toml]") {
  // The library ends the process on some of them, or runs into what it calls unreachable.
  for (std::uint32_t code = 1; code < 0x3100; ++code) {
    if (code == 0x300) code = 0x1670;  // no spaces in between
    if (code == 0x1820) code = 0x1FF0;
    if (code == 0x2070) code = 0x2FF0;
    std::string c;
    append_utf8(c, code);
    for (const std::string& text :
         {"a = " + c, "a = [" + c + "]", "a = [1, " + c, "a = { b = " + c + " }", "a = {" + c + "}",
          "a = { b = 1 " + c, "[" + c + "]", c, "a" + c, "a = 1" + c, "a = [[" + c + "]]",
          "a = [ { " + c + " ] }"})
      (void)TomlDocument::parse("p.toml", text);
  }
}

TEST_CASE("a brace does not close an array", "[toml]") {
  const auto text = GENERATE("a = [}", "a = [ 1, } ]", "a = { b = [ } }", "x = '1'\na = [\n}\n");
  const auto document = TomlDocument::parse("p.toml", text);
  REQUIRE_FALSE(document);
  CHECK(says(document.error(), "found `}`"));
}

TEST_CASE("brackets in strings and comments do not count", "[toml]") {
  const std::string many(1000, '[');
  const auto text =
      GENERATE_COPY("a = '" + many + "'", "a = \"\\\"" + many + "\"", "a = 1 # " + many,
                    "a = '''\n" + many + "\n'''", "a = \"\"\"\n" + many + "\\\"\"\"\"",
                    "a = " + std::string(60, '[') + std::string(60, ']'));
  const auto document = TomlDocument::parse("p.toml", text);
  if (!document) FAIL(whole_text(document.error()));
}

TEST_CASE("a file of 17 MB is not read", "[toml]") {
  const axle::test::TempTree tree;
  const auto path = tree.write("pyproject.toml", std::string(17u << 20, '#'));
  const auto document = TomlDocument::read(path);
  REQUIRE_FALSE(document);
  CHECK(document.error().kind == ErrorKind::invalid_input);
}
