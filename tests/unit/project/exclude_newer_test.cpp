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
          {"20240325T0200+02", "2024-03-25T00:00:00Z", 1711324800000},
          {"2024-03-25T000000,5Z", "2024-03-25T00:00:00.5Z", 1711324800500},
          {"2024-03-25T02:00:30+02:00:30", "2024-03-25T00:00:00Z", 1711324800000},
          {"2024-03-25T01:00+01:00[Europe/Paris]", "2024-03-25T00:00:00Z", 1711324800000},
          {"24 hours ago", "-PT24H", 86400000},
          {"-5 mins", "-PT5M", 300000},
          {"-P1D", "-P1D", 86400000},
          {"-0 days", "PT0S", 0},
          {"90 min", "PT90M", 5400000},
          {"1.5 hours", "PT1H30M", 5400000},
          {"PT1.5H", "PT1H30M", 5400000},
          {"1 hour 1.5 seconds", "PT1H1.5S", 3601500},
          {"1 sec 1500ms", "PT2.5S", 2500},
          {"1us", "PT0.000001S", 0},
          {"1d 02:30:00", "P1DT2H30M", 95400000},
          {"02:30:00.25", "PT2H30M0.25S", 9000250},
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

TEST_CASE("a day ends at the next midnight of the machine, at whatever hour", "[exclude_newer]") {
  const auto written = GENERATE(as<std::string>{}, "2024-02-29", "20240229", "2024-02-29 10:00",
                                "2024-02-29T23:59:59.5", "2024-02-29[Europe/Paris]");
  CAPTURE(written);
  const auto limit = UploadLimit::parse(written);
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
      {"2024-03-25T", "could not be parsed as a valid date"},
      {"2024-0325", "could not be parsed as a valid date"},
      {"2024-03-25Z", "could not be parsed as a valid date"},
      {"2024-03-25 10:00 Z", "could not be parsed as a valid date"},
      {"2024-03-25T24:00Z", "could not be parsed as a valid date"},
      {"2024-03-25T10:00Z[", "could not be parsed as a valid date"},
      {"1.5 days", "could not be parsed as a duration"},
      {"1.5h 3m", "could not be parsed as a duration"},
      {"1 h 01:02:03", "could not be parsed as a duration"},
      {"3 d,4 h", "could not be parsed as a duration"},
      {"-3 days ago", "could not be parsed as a duration"},
      {"1M", "could not be parsed as a duration"},
      {"1 DAY", "could not be parsed as a duration"},
      {"1 year", "Duration `1 year` uses unit 'years' which is not allowed"},
      {"6 months", "uses 'months' which is not allowed; use days instead, e.g., `180 days`"},
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
  CHECK(UploadLimit::parse("1 day ago")->cutoff(now) == std::int64_t{1772323200 - 86400} * 1000);
  CHECK_FALSE(UploadLimit::never().cutoff(now));
  CHECK(UploadLimit::parse("false") == UploadLimit::never());
}
