// SPDX-License-Identifier: MIT
#include "base/text.hpp"

#include "axle/base/environment.hpp"
#include "base/cursor.hpp"
#include "support/catch.hpp"

using namespace axle;

TEST_CASE("foreign text is shown without what could deceive", "[text]") {
  const auto [foreign, shown] = GENERATE(table<std::string, std::string>({
      {"torch", "torch"},
      {"caf\u00e9 \U0001F600", "caf\u00e9 \U0001F600"},
      {"a\x1b[31mb", "a\\x1b[31mb"},
      {"two\nlines\t\r", "two\\nlines\\t\\r"},
      {"\xff\xc3", "\\xff\\xc3"},
      {"\xc0\xaf", "\\xc0\\xaf"},
      {"\xed\xa0\x80", "\\xed\\xa0\\x80"},
      {"abc\u202edef", "abc\\u{202e}def"},
      {"\u0085", "\\u{85}"},
      {std::string("nul\0", 4), "nul\\x00"},
  }));
  CHECK(escape_foreign(foreign) == shown);
  CHECK(is_valid_utf8(escape_foreign(foreign)));
}

TEST_CASE("texts are split, joined and trimmed", "[text]") {
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',').size() == 1);
  CHECK(split_on_space("  a \t b\n") == std::vector<std::string_view>{"a", "b"});
  CHECK(trim(" \n x y ") == "x y");
  CHECK(join_in_words({"a", "b", "c"}, "and") == "a, b, and c");
  CHECK(join_in_words({"a", "b"}, "or") == "a or b");
  CHECK(replace_all("a.b.c", ".", "--") == "a--b--c");
  CHECK(counted(1, "package") == "1 package");
  CHECK(counted(0, "package") == "0 packages");
  CHECK(human_size(1536) == "1.5 KiB");
}

TEST_CASE("numbers that do not fit are none", "[text]") {
  CHECK(parse_unsigned("18446744073709551615") == UINT64_MAX);
  CHECK_FALSE(parse_unsigned("18446744073709551616"));
  CHECK_FALSE(parse_unsigned(""));
  CHECK_FALSE(parse_unsigned("-1"));
}

TEST_CASE("bytes and their encodings", "[text]") {
  CHECK(hex_encode("\x01\xab") == "01ab");
  CHECK(hex_decode("01AB") == "\x01\xab");
  CHECK_FALSE(hex_decode("1"));
  CHECK_FALSE(hex_decode("zz"));
  CHECK(base64url_encode("\xfb\xff") == "-_8");
  CHECK(base64_encode("a:b") == "YTpi");
  CHECK(base64_encode("ab") == "YWI=");
  CHECK(percent_decode("%2B%zz%4") == "+%zz%4");
  CHECK(percent_encode("a+b/c", "/") == "a%2Bb/c");
}

TEST_CASE("edit distance is for short names", "[text]") {
  CHECK(edit_distance("torch", "tourch") == 1);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance(std::string(100, 'a'), "a") == 64);
}

TEST_CASE("a cursor takes numbers only if they fit", "[cursor]") {
  Cursor in("12a99999999999999999999");
  CHECK(in.number() == 12U);
  CHECK(in.skip('a'));
  CHECK_FALSE(in.number());
  CHECK(in.position() == 3);
}

TEST_CASE("axle's variables go before uv's", "[environment]") {
  const auto environment = Environment::of(
      {{"UV_OFFLINE", "1"}, {"AXLE_OFFLINE", "false"}, {"UV_X", "v"}, {"AXLE_X", ""}});
  CHECK(environment.get_flag("OFFLINE") == false);
  CHECK(environment.get_setting("X") == "v");
  CHECK_FALSE(environment.get_setting("Y"));
}
