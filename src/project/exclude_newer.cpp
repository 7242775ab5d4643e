// SPDX-License-Identifier: MIT
#include "axle/project/exclude_newer.hpp"

#include <fmt/format.h>

#include <ctime>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <utility>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "base/utc_text.hpp"

namespace axle {
namespace {

constexpr std::int64_t day_seconds = 86400;

struct Date {
  int year = 0;
  unsigned month = 0, day = 0;
};

std::optional<unsigned> digits(Cursor& in, std::size_t count) {
  unsigned value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_ascii_digit(in.peek())) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(in.next() - '0');
  }
  return value;
}

std::optional<Date> read_date(Cursor& in) {
  const auto year = digits(in, 4);
  if (!year || !in.skip('-')) return std::nullopt;
  const auto month = digits(in, 2);
  if (!month || !in.skip('-')) return std::nullopt;
  const auto day = digits(in, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return Date{static_cast<int>(*year), *month, *day};
}

std::int64_t days_since_1970(const Date& date) {
  const std::chrono::year_month_day day{std::chrono::year(date.year),
                                        std::chrono::month(date.month), std::chrono::day(date.day)};
  return std::chrono::sys_days(day).time_since_epoch().count();
}

std::string rfc3339(std::int64_t seconds, std::string_view fraction) {
  return fmt::format("{}{}{}Z", utc_text(seconds), fraction.empty() ? "" : ".", fraction);
}

// +hh:mm or Z, in seconds east of UTC.
std::optional<std::int64_t> read_offset(Cursor& in) {
  if (in.skip('Z') || in.skip('z')) return 0;
  const bool is_west = in.peek() == '-';
  if (!in.skip('-') && !in.skip('+')) return std::nullopt;
  const auto hours = digits(in, 2);
  in.skip(':');
  const auto minutes = digits(in, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const std::int64_t seconds = std::int64_t{*hours} * 3600 + std::int64_t{*minutes} * 60;
  return is_west ? -seconds : seconds;
}

std::optional<UploadLimit> read_instant(std::string_view text) {
  Cursor in(text);
  const auto date = read_date(in);
  if (!date || !(in.skip('T') || in.skip('t') || in.skip(' '))) return std::nullopt;
  const auto hours = digits(in, 2);
  if (!hours || !in.skip(':')) return std::nullopt;
  const auto minutes = digits(in, 2);
  if (!minutes) return std::nullopt;
  std::optional<unsigned> seconds = 0;
  if (in.skip(':')) seconds = digits(in, 2);
  if (!seconds || *hours > 23 || *minutes > 59 || *seconds > 60) return std::nullopt;
  std::string_view fraction;
  if (in.skip('.')) {
    fraction = in.take_while(is_ascii_digit);
    if (fraction.empty() || fraction.size() > 9) return std::nullopt;
  }
  const auto offset = read_offset(in);
  if (!offset || !in.at_end()) return std::nullopt;
  const std::int64_t moment = days_since_1970(*date) * day_seconds + *hours * 3600 + *minutes * 60 +
                              (*seconds == 60 ? 59 : *seconds) - *offset;
  std::int64_t thousandths = 0;
  for (std::size_t i = 0; i < 3; ++i)
    thousandths = thousandths * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  return UploadLimit{UploadLimit::Kind::instant, rfc3339(moment, fraction),
                     moment * 1000 + thousandths};
}

// The end of a day where the machine is, as uv has it.
std::optional<UploadLimit> read_day(std::string_view text) {
  Cursor in(text);
  const auto date = read_date(in);
  if (!date || !in.at_end()) return std::nullopt;
  std::tm next{};
  next.tm_year = date->year - 1900;
  next.tm_mon = static_cast<int>(date->month) - 1;
  next.tm_mday = static_cast<int>(date->day) + 1;  // mktime carries over into the next month
  next.tm_isdst = -1;
  const std::time_t moment = std::mktime(&next);
  return UploadLimit{UploadLimit::Kind::instant, rfc3339(moment, {}), std::int64_t{moment} * 1000};
}

struct SpanUnit {
  char designator;  ///< of ISO 8601; weeks and days go before the `T`
  std::int64_t seconds;
  std::initializer_list<std::string_view> names;
};

const SpanUnit span_units[] = {
    {'W', 7 * day_seconds, {"weeks", "week", "wks", "wk", "w"}},
    {'D', day_seconds, {"days", "day", "d"}},
    {'H', 3600, {"hours", "hour", "hrs", "hr", "h"}},
    {'M', 60, {"minutes", "minute", "mins", "min", "m"}},
    {'S', 1, {"seconds", "second", "secs", "sec", "s"}},
};
constexpr std::size_t first_of_time = 2;  // hours
constexpr std::uint64_t most_in_unit =
    631107417600;  // seconds in 20,000 years, more than any moment leaves

std::unexpected<Error> no_span(std::string_view text, std::string_view what) {
  return fail(
      ErrorKind::invalid_input,
      fmt::format("Duration `{}` uses {} which is not allowed; use days instead, e.g., `30 days`.",
                  escape_foreign(text), what));
}

struct SpanParts {
  std::optional<std::uint64_t> counts[std::size(span_units)];

  // Units come once and from the largest to the smallest.
  bool add(std::size_t unit, std::uint64_t count) {
    if (count > most_in_unit) return false;
    for (std::size_t i = unit; i < std::size(span_units); ++i)
      if (counts[i]) return false;
    counts[unit] = count;
    return true;
  }
  std::optional<UploadLimit> finish() const {
    UploadLimit limit{UploadLimit::Kind::span, "P", 0};
    std::int64_t seconds = 0;
    bool has_time = false, has_any = false;
    for (std::size_t i = 0; i < std::size(span_units); ++i) {
      if (!counts[i]) continue;
      has_any = true;
      if (*counts[i] > most_in_unit / static_cast<std::uint64_t>(span_units[i].seconds))
        return std::nullopt;
      seconds += static_cast<std::int64_t>(*counts[i]) * span_units[i].seconds;
      if (*counts[i] == 0) continue;
      if (i >= first_of_time && !std::exchange(has_time, true)) limit.text += 'T';
      limit.text += fmt::format("{}{}", *counts[i], span_units[i].designator);
    }
    if (!has_any || seconds > static_cast<std::int64_t>(most_in_unit)) return std::nullopt;
    if (seconds == 0) limit.text = "PT0S";
    limit.milliseconds = seconds * 1000;
    return limit;
  }
};

Result<UploadLimit> read_iso_span(std::string_view text, Cursor in) {
  const auto bad = [&] {
    return fail(
        ErrorKind::invalid_input,
        fmt::format("`{}` could not be parsed as an ISO 8601 duration", escape_foreign(text)));
  };
  SpanParts parts;
  bool is_time = false;
  while (!in.at_end()) {
    if (!is_time && (in.skip('T') || in.skip('t'))) {
      is_time = true;
      if (in.at_end()) return bad();
      continue;
    }
    const auto count = in.number();
    if (!count) return bad();
    const char lower = ascii_lower(in.next());
    const char letter = is_ascii_lower(lower) ? static_cast<char>(lower - 'a' + 'A') : lower;
    if (!is_time && letter == 'Y') return no_span(text, "unit 'years'");
    if (!is_time && letter == 'M') return no_span(text, "'months'");
    std::size_t unit = is_time ? first_of_time : 0;
    const std::size_t end = is_time ? std::size(span_units) : first_of_time;
    while (unit < end && span_units[unit].designator != letter) ++unit;
    if (unit == end || !parts.add(unit, *count)) return bad();
  }
  if (auto limit = parts.finish()) return *std::move(limit);
  return bad();
}

Result<UploadLimit> read_worded_span(std::string_view text, Cursor in) {
  const auto bad = [&] {
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` could not be parsed as a duration", escape_foreign(text)));
  };
  SpanParts parts;
  while (!in.at_end()) {
    const auto count = in.number();
    in.skip_space();
    const std::string word = ascii_lower(in.take_while(is_ascii_letter));
    if (!count || word.empty()) return bad();
    if (word == "y" || word.starts_with("yr") || word.starts_with("year"))
      return no_span(text, "unit 'years'");
    if (word.starts_with("mo")) return no_span(text, "'months'");
    std::size_t unit = 0;
    const auto is_named = [&](const SpanUnit& candidate) {
      for (const std::string_view name : candidate.names)
        if (name == word) return true;
      return false;
    };
    while (unit < std::size(span_units) && !is_named(span_units[unit])) ++unit;
    if (unit == std::size(span_units) || !parts.add(unit, *count)) return bad();
    in.skip(',');
    in.skip_space();
    if (in.rest() == "ago") break;
  }
  if (auto limit = parts.finish()) return *std::move(limit);
  return bad();
}

}  // namespace

Result<UploadLimit> UploadLimit::parse(std::string_view text) {
  if (text.size() > 256)
    return fail(ErrorKind::invalid_input,
                "the value of `exclude-newer` is longer than 256 characters");
  if (auto instant = read_instant(text)) return *std::move(instant);
  if (auto day = read_day(text)) return *std::move(day);
  Cursor in(trim(text));
  const bool is_signed = in.skip('-') || in.skip('+');
  in.skip_space();
  if (in.skip('P') || in.skip('p')) return read_iso_span(text, in);
  Cursor look = in;
  if (!look.take_while(is_ascii_digit).empty()) {
    look.skip_space();
    if (is_ascii_letter(look.peek()) && look.peek() != 'T') return read_worded_span(text, in);
  }
  if (!is_signed && text.size() > 4 && text[4] == '-' && is_ascii_digit(text[0]))
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` could not be parsed as a valid date", escape_foreign(text)));
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` could not be parsed as a valid exclude-newer value (expected a "
                          "date like `2024-01-01`, a timestamp like "
                          "`2024-01-01T00:00:00Z`, or a duration like `3 days` or `P3D`)",
                          escape_foreign(text)));
}

UploadCutoff UploadLimit::cutoff(std::chrono::system_clock::time_point now) const {
  if (kind == Kind::off) return std::nullopt;
  if (kind == Kind::instant) return milliseconds;
  return std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() -
         milliseconds;
}

}  // namespace axle
