// SPDX-License-Identifier: MIT
#include "base/utc_text.hpp"

#include <fmt/format.h>

#include <chrono>

namespace axle {

std::string utc_text(std::int64_t seconds, char between) {
  using namespace std::chrono;
  const sys_seconds moment{std::chrono::seconds(seconds)};
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(moment - day);
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     between, time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace axle
