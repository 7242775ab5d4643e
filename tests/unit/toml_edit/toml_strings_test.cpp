// SPDX-License-Identifier: MIT
#include "toml_edit/toml_strings.hpp"

#include "support/catch.hpp"

namespace axle {
namespace {

TEST_CASE("TOML strings of all four kinds are read") {
  CHECK(*read_toml_string(R"("a\tb\u00e4\U0001F600\"\\")") == "a\tbä😀\"\\");
  CHECK(*read_toml_string(R"('a\b')") == "a\\b");
  CHECK(*read_toml_string("\"\"\"\r\nlong \\\n   words\"\"\"") == "long words");
  CHECK(*read_toml_string("'''\nx''y'''") == "x''y");
  CHECK(read_toml_string("\"\"")->empty());
  CHECK(read_toml_string("\"\"\"\"\"\"")->empty());
}

TEST_CASE("what is no TOML string is refused") {
  for (const char* text : {"", "a", "\"", "'", R"("\x41")", R"("\uD800")", R"("\u12")", R"("a\)"})
    CHECK_FALSE(read_toml_string(text));
}

TEST_CASE("a string that is written reads as the same") {
  for (const std::string text : {"", "a", "it's", "say \"x\"", "both ' and \"", "back\\slash",
                                 "two\nlines", "\x01", "'''\"\"\"", "ends with '", "tab\t"}) {
    std::string written;
    append_toml_string(written, text);
    CHECK(*read_toml_string(written) == text);
  }
}

}  // namespace
}  // namespace axle
