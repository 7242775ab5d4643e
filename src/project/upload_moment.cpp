// SPDX-License-Identifier: MIT
#include "project/upload_moment.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <ctime>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "base/utc_text.hpp"

namespace axle {
namespace {

constexpr std::int64_t day_seconds = 86400;

std::optional<unsigned> digits(Cursor& in, std::size_t count) {
  unsigned value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_ascii_digit(in.peek())) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(in.next() - '0');
  }
  return value;
}

std::optional<std::chrono::year_month_day> read_date(Cursor& in) {
  in.skip("+00");  // ISO 8601's years of six digits
  const auto year = digits(in, 4);
  const bool has_dashes = in.skip('-');
  const auto month = digits(in, 2);
  if (!year || !month || in.skip('-') != has_dashes) return std::nullopt;
  const auto day = digits(in, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  return date.ok() ? std::optional(date) : std::nullopt;
}

struct TimeOfDay {
  std::int64_t seconds = 0;
  std::string_view fraction;  ///< its digits, without zeros at the end
};

/// "10", "10:30", "103000", "10:30:00.5".
std::optional<TimeOfDay> read_time(Cursor& in) {
  const auto hours = digits(in, 2);
  if (!hours || *hours > 23) return std::nullopt;
  std::optional<unsigned> minutes = 0, seconds = 0;
  TimeOfDay time;
  const bool has_colons = in.peek() == ':';
  if (in.skip(':') || is_ascii_digit(in.peek())) {
    minutes = digits(in, 2);
    if (has_colons ? in.skip(':') : is_ascii_digit(in.peek())) {
      seconds = digits(in, 2);
      if (in.skip('.') || in.skip(',')) {
        time.fraction = in.take_while(is_ascii_digit);
        if (time.fraction.empty() || time.fraction.size() > 9) return std::nullopt;
      }
    }
  }
  if (!minutes || !seconds || *minutes > 59 || *seconds > 60) return std::nullopt;
  while (time.fraction.ends_with('0')) time.fraction.remove_suffix(1);
  // A leap second is the second before it.
  time.seconds = std::int64_t{*hours} * 3600 + *minutes * 60 + (*seconds == 60 ? 59 : *seconds);
  return time;
}

/// "Z", "+02", "+02:00", "-0530", "+02:00:30": in seconds east of UTC.
std::optional<std::int64_t> read_offset(Cursor& in) {
  if (in.skip('Z') || in.skip('z')) return 0;
  const bool is_west = in.peek() == '-';
  if (!in.skip('-') && !in.skip('+')) return std::nullopt;
  const auto time = read_time(in);
  if (!time || !time->fraction.empty()) return std::nullopt;
  return is_west ? -time->seconds : time->seconds;
}

bool skip_annotations(Cursor& in) {
  while (in.skip('['))
    if (in.take_while([](char c) { return c != ']' && c != '['; }).empty() || !in.skip(']'))
      return false;
  return in.at_end();
}

std::string rfc3339(std::int64_t seconds, std::string_view fraction) {
  return fmt::format("{}{}{}Z", utc_text(seconds), fraction.empty() ? "" : ".", fraction);
}

UploadLimit instant(std::int64_t seconds, std::string_view fraction) {
  std::int64_t thousandths = 0;
  for (std::size_t i = 0; i < 3; ++i)
    thousandths = thousandths * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  return {UploadLimit::Kind::instant, rfc3339(seconds, fraction), seconds * 1000 + thousandths};
}

UploadLimit end_of_day(const std::chrono::year_month_day& date) {
  std::tm next{};
  next.tm_year = static_cast<int>(date.year()) - 1900;
  next.tm_mon = static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  // mktime carries over into the next month.
  next.tm_mday = static_cast<int>(static_cast<unsigned>(date.day())) + 1;
  next.tm_isdst = -1;
  return instant(std::mktime(&next), {});
}

}  // namespace

std::optional<UploadLimit> read_moment(std::string_view text) {
  Cursor in(text);
  const auto date = read_date(in);
  if (!date) return std::nullopt;
  std::optional<TimeOfDay> time;
  if (in.skip('T') || in.skip('t') || in.skip(' ')) {
    time = read_time(in);
    if (!time) return std::nullopt;
  }
  const auto offset = time ? read_offset(in) : std::nullopt;
  if (!skip_annotations(in)) return std::nullopt;
  if (!offset) return end_of_day(*date);
  const std::int64_t midnight =
      std::chrono::sys_days(*date).time_since_epoch().count() * day_seconds;
  return instant(midnight + time->seconds - *offset, time->fraction);
}

}  // namespace axle
