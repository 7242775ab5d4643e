// SPDX-License-Identifier: MIT
#include "model/upload_time.hpp"

#include <fmt/format.h>

#include <chrono>

#include "base/cursor.hpp"
#include "base/utc_text.hpp"

namespace axle {
namespace {

std::optional<int> digits(Cursor& in, std::size_t count) {
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const char c = in.next();
    if (!is_ascii_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Milliseconds of `.123456789`; the digits beyond the third are cut off.
std::optional<int> fraction(Cursor& in) {
  if (!in.skip('.')) return 0;
  const std::string_view written = in.take_while(is_ascii_digit);
  if (written.empty() || written.size() > 9) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < 3; ++i)
    value = value * 10 + (i < written.size() ? written[i] - '0' : 0);
  return value;
}

// Minutes east of UTC.
std::optional<int> offset(Cursor& in) {
  if (in.skip('Z') || in.skip('z')) return 0;
  const char sign = in.next();
  if (sign != '+' && sign != '-') return std::nullopt;
  const auto hours = digits(in, 2);
  in.skip(':');
  const auto minutes = digits(in, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return (sign == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

}  // namespace

std::optional<std::int64_t> parse_upload_time(std::string_view text) {
  Cursor in{text};
  const auto year = digits(in, 4);
  if (!year || !in.skip('-')) return std::nullopt;
  const auto month = digits(in, 2);
  if (!month || !in.skip('-')) return std::nullopt;
  const auto day = digits(in, 2);
  if (!day || (!in.skip('T') && !in.skip('t') && !in.skip(' '))) return std::nullopt;
  const auto hour = digits(in, 2);
  if (!hour || !in.skip(':')) return std::nullopt;
  const auto minute = digits(in, 2);
  if (!minute || !in.skip(':')) return std::nullopt;
  const auto second = digits(in, 2);
  const auto millisecond = fraction(in);
  const auto east = offset(in);
  if (!second || !millisecond || !east || !in.at_end()) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  // A leap second counts as the second before it.
  const std::int64_t seconds =
      ((days * 24 + *hour) * 60 + *minute - *east) * 60 + std::min(*second, 59);
  return seconds * 1000 + *millisecond;
}

std::string upload_time_text(std::int64_t milliseconds) {
  const std::chrono::milliseconds moment(milliseconds);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(moment);
  std::string text = utc_text(seconds.count());
  if (const auto rest = (moment - seconds).count(); rest != 0) {
    text += fmt::format(".{:03}", rest);
    while (text.back() == '0') text.pop_back();
  }
  return text + "Z";
}

}  // namespace axle
