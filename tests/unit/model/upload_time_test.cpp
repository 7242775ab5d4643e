// SPDX-License-Identifier: MIT
#include "model/upload_time.hpp"

#include <string>

#include "support/catch.hpp"

namespace axle {

TEST_CASE("times as indexes write them", "[upload_time]") {
  const auto [text, milliseconds] = GENERATE(table<std::string, std::int64_t>({
      {"1970-01-01T00:00:00Z", 0},
      {"2018-03-22T10:06:50.318783Z", 1521713210318},
      {"2024-11-20 10:00:00.5+00:00", 1732096800500},
      {"2024-11-20t12:00:00+0200", 1732096800000},
      {"2024-11-20T04:30:00-05:30", 1732096800000},
      {"2024-02-29T23:59:60.999999999z", 1709251199999},
  }));
  CAPTURE(text);
  CHECK(parse_upload_time(text) == milliseconds);
}

TEST_CASE("what is no time", "[upload_time]") {
  const std::string text = GENERATE(
      "", "2024", "2024-11-20", "2024-11-20T10:00:00", "2024-13-01T00:00:00Z",
      "2023-02-29T00:00:00Z", "2024-11-20T24:00:00Z", "2024-11-20T10:60:00Z",
      "2024-11-20T10:00:61Z", "2024-11-20T10:00:00.Z", "2024-11-20T10:00:00Zx",
      "24-11-20T10:00:00Z", "2024-11-20T10:00:00+25:00", "2024-11-20T10:00:00.1234567890Z");
  CAPTURE(text);
  CHECK_FALSE(parse_upload_time(text));
}

}  // namespace axle
