// SPDX-License-Identifier: MIT
#include "net/retry.hpp"

#include <algorithm>
#include <array>

#include "base/cursor.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::int64_t seconds_per_day = 86400;

/// Reads `digits` decimal digits.
std::optional<unsigned> digits(Cursor& in, unsigned count) {
  unsigned value = 0;
  for (unsigned i = 0; i < count; ++i) {
    const char c = in.next();
    if (!is_ascii_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

}  // namespace

bool is_transient_status(int status) {
  return status == 408 || status == 425 || status == 429 || status == 500 || status == 502 ||
         status == 503 || status == 504;
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  Cursor in(trim(text));
  in.take_while(is_ascii_letter);
  if (!in.skip(", ")) return std::nullopt;
  const auto day = digits(in, 2);
  if (!day || !in.skip(' ')) return std::nullopt;
  const auto month = std::ranges::find(months, in.take_while(is_ascii_letter));
  if (month == months.end() || !in.skip(' ')) return std::nullopt;
  const auto year = digits(in, 4);
  if (!year || !in.skip(' ')) return std::nullopt;
  const auto hour = digits(in, 2);
  if (!hour || !in.skip(':')) return std::nullopt;
  const auto minute = digits(in, 2);
  if (!minute || !in.skip(':')) return std::nullopt;
  const auto second = digits(in, 2);
  if (!second || !in.skip(" GMT") || !in.at_end()) return std::nullopt;

  const std::chrono::year_month_day date{
      std::chrono::year(static_cast<int>(*year)),
      std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
      std::chrono::day(*day)};
  if (!date.ok() || *year < 1970 || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return days * seconds_per_day + *hour * 3600 + *minute * 60 + *second;
}

std::optional<std::chrono::milliseconds> parse_retry_after(
    std::string_view text, std::chrono::system_clock::time_point now) {
  constexpr std::int64_t a_year = 366 * seconds_per_day;
  text = trim(text);
  if (!text.empty() && std::ranges::all_of(text, is_ascii_digit)) {
    // So many digits that they do not fit are still a wait, and a long one.
    const auto seconds = parse_unsigned(text).value_or(a_year);
    return std::chrono::seconds(std::min<std::uint64_t>(seconds, a_year));
  }
  const auto date = parse_http_date(text);
  if (!date) return std::nullopt;
  const std::int64_t current =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  return std::chrono::seconds(std::clamp<std::int64_t>(*date - current, 0, a_year));
}

std::chrono::milliseconds backoff(unsigned attempt, std::chrono::milliseconds first,
                                  std::uint64_t random) {
  const unsigned doublings = std::min(attempt < 2 ? 0 : attempt - 2, 6U);
  const auto whole = static_cast<std::uint64_t>(first.count()) << doublings;
  const std::uint64_t half = whole / 2;
  return std::chrono::milliseconds(whole - (half == 0 ? 0 : random % (half + 1)));
}

}  // namespace axle
