// SPDX-License-Identifier: MIT
#include "base/utc_text.hpp"

#include "support/catch.hpp"

using namespace axle;

TEST_CASE("moments are written in UTC, before 1970 too") {
  CHECK(utc_text(0) == "1970-01-01T00:00:00");
  CHECK(utc_text(1'709'210'096) == "2024-02-29T12:34:56");
  CHECK(utc_text(1'709'210'096, ' ') == "2024-02-29 12:34:56");
  CHECK(utc_text(-1) == "1969-12-31T23:59:59");
  CHECK(utc_text(253'402'300'799) == "9999-12-31T23:59:59");
}
