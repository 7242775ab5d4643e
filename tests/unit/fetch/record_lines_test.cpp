// SPDX-License-Identifier: MIT
#include "fetch/record_lines.hpp"

#include "support/catch.hpp"

namespace axle::test {

TEST_CASE("RECORD is CSV of three columns", "[record]") {
  const auto lines = parse_record_lines(
      "a.py,sha256=x,12\r\n\"b,\"\"c\"\".py\",,\n\n\"d.py\",\"sha256=y\",\"3\"\r\ne.py,sha256=z,4",
      10);
  REQUIRE(lines);
  REQUIRE(lines->size() == 4);
  CHECK((*lines)[0].path == "a.py");
  CHECK((*lines)[0].hash == "sha256=x");
  CHECK((*lines)[0].size == 12);
  CHECK((*lines)[1].path == "b,\"c\".py");
  CHECK_FALSE((*lines)[1].size.has_value());
  CHECK((*lines)[2].size == 3);
  CHECK((*lines)[3].size == 4);
}

TEST_CASE("what is no RECORD is refused with its line", "[record]") {
  const auto [text, message] = GENERATE(table<std::string, std::string>({
      {"", "line 1 of RECORD is missing: it is empty"},
      {"a\n", "line 1 of RECORD has fewer than three columns"},
      {"a,,\nb,,,\n", "line 2 of RECORD has more than three columns"},
      {"\"a,,\n", "line 1 of RECORD is not CSV: its quotes are not in order"},
      {"a\"b,,\n", "line 1 of RECORD is not CSV: its quotes are not in order"},
      {"\"a\"b,,\n", "line 1 of RECORD has fewer than three columns"},
      {"a,,-1\n", "line 1 of RECORD has a size that is not a number"},
      {"a,,99999999999999999999999\n", "line 1 of RECORD has a size that is not a number"},
      {",,\n", "line 1 of RECORD has no path"},
      {"a,,\nb,,\nc,,\n", "line 3 of RECORD is one too many: there cannot be more than 2"},
  }));
  CAPTURE(text);
  const auto lines = parse_record_lines(text, 2);
  REQUIRE_FALSE(lines);
  CHECK(lines.error().code == ErrorCode::wheel_record);
  CHECK(lines.error().message == message);
}

TEST_CASE("lines are written so that they can be read", "[record]") {
  std::string text;
  append_record_line(text, "plain.py", "sha256=x", 1);
  append_record_line(text, "with,\"all\"\nof it", "", std::nullopt);
  CHECK(text == "plain.py,sha256=x,1\n\"with,\"\"all\"\"\nof it\",,\n");
  const auto lines = parse_record_lines(text, 10);
  REQUIRE(lines);
  CHECK((*lines)[1].path == "with,\"all\"\nof it");
}

}  // namespace axle::test
