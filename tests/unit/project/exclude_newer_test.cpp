// SPDX-License-Identifier: MIT
#include "axle/project/exclude_newer.hpp"

#include <cstdlib>
#include <ctime>

#include "support/catch.hpp"
#include "unit/project/project_rig.hpp"

using namespace axle;

TEST_CASE("moments and spans are read as uv reads them", "[exclude_newer]") {
  const auto [written, text, milliseconds] =
      GENERATE(table<std::string, std::string, std::int64_t>({
          {"2024-03-25T00:00:00Z", "2024-03-25T00:00:00Z", 1711324800000},
          {"2024-03-25T02:00:00+02:00", "2024-03-25T00:00:00Z", 1711324800000},
          {"2024-03-25 00:00:00.250Z", "2024-03-25T00:00:00.25Z", 1711324800250},
          {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", -1000},
          {"30 days", "P30D", 2592000000},
          {"1 week", "P1W", 604800000},
          {"2 weeks, 3 days", "P2W3D", 1468800000},
          {"3d 12h", "P3DT12H", 302400000},
          {"24 hours ago", "PT24H", 86400000},
          {"-5 mins", "PT5M", 300000},
          {"P30D", "P30D", 2592000000},
          {"pt36h", "PT36H", 129600000},
          {"P1DT2H3M4S", "P1DT2H3M4S", 93784000},
      }));
  CAPTURE(written);
  const auto limit = UploadLimit::parse(written);
  if (!limit) FAIL(limit.error().message);
  CHECK(limit->text == text);
  CHECK(limit->milliseconds == milliseconds);
}

TEST_CASE("a day ends at the next midnight of the machine", "[exclude_newer]") {
  const auto limit = UploadLimit::parse("2024-02-29");
  REQUIRE(limit);
  std::tm midnight{};
  midnight.tm_year = 124;
  midnight.tm_mon = 2;
  midnight.tm_mday = 1;
  midnight.tm_isdst = -1;
  CHECK(limit->kind == UploadLimit::Kind::instant);
  CHECK(limit->milliseconds == std::int64_t{std::mktime(&midnight)} * 1000);
}

TEST_CASE("what is no moment and no span says why", "[exclude_newer]") {
  const auto [written, part] = GENERATE(table<std::string, std::string>({
      {"2024-13-25", "`2024-13-25` could not be parsed as a valid date"},
      {"2024-03-25T00:00:00", "could not be parsed as a valid date"},
      {"1 year", "Duration `1 year` uses unit 'years' which is not allowed"},
      {"6 months", "Duration `6 months` uses 'months' which is not allowed"},
      {"P1Y", "uses unit 'years'"},
      {"P1M", "uses 'months'"},
      {"P", "could not be parsed as an ISO 8601 duration"},
      {"P1DT", "could not be parsed as an ISO 8601 duration"},
      {"P1D1W", "could not be parsed as an ISO 8601 duration"},
      {"3 fortnights", "could not be parsed as a duration"},
      {"99999999999999999999 days", "could not be parsed as a duration"},
      {"9999999999999 days", "could not be parsed as a duration"},
      {"yesterday", "expected a date like `2024-01-01`"},
      {"", "expected a date like `2024-01-01`"},
  }));
  CAPTURE(written);
  const auto limit = UploadLimit::parse(written);
  REQUIRE_FALSE(limit);
  CAPTURE(limit.error().message);
  CHECK(limit.error().message.find(part) != std::string::npos);
}

TEST_CASE("a span is counted back from the time that is passed in", "[exclude_newer]") {
  const auto now = axle::test::test_now();
  CHECK(UploadLimit::parse("1 day")->cutoff(now) == std::int64_t{1772323200 - 86400} * 1000);
  CHECK(UploadLimit::parse("2024-03-25T00:00:00Z")->cutoff(now) == 1711324800000);
  CHECK_FALSE(UploadLimit::never().cutoff(now));
}
