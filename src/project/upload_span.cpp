// SPDX-License-Identifier: MIT
#include "project/upload_span.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>

#include "base/cursor.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

constexpr std::uint64_t second = 1'000'000'000;  // in nanoseconds, as are all lengths here

struct SpanUnit {
  char designator;  ///< of ISO 8601; weeks and days go before the `T`; NUL: it has none
  std::uint64_t length;
  std::initializer_list<std::string_view> names;
};

const SpanUnit span_units[] = {
    {'W', 604800 * second, {"weeks", "week", "wks", "wk", "w"}},
    {'D', 86400 * second, {"days", "day", "d"}},
    {'H', 3600 * second, {"hours", "hour", "hrs", "hr", "h"}},
    {'M', 60 * second, {"minutes", "minute", "mins", "min", "m"}},
    {'S', second, {"seconds", "second", "secs", "sec", "s"}},
    {'\0',
     second / 1000,
     {"milliseconds", "millisecond", "millis", "milli", "msecs", "msec", "ms"}},
    {'\0',
     second / 1000'000,
     {"microseconds", "microsecond", "micros", "micro", "usecs", "usec", "us", "µs", "µsec",
      "µsecs"}},
    {'\0', 1, {"nanoseconds", "nanosecond", "nanos", "nano", "nsecs", "nsec", "ns"}},
};
constexpr std::size_t hours = 2, seconds = 4;
constexpr std::uint64_t most_seconds = 9'000'000'000;  // 285 years: fits 64 bits of nanoseconds

std::unexpected<Error> no_unit(std::string_view text, std::string_view what, std::uint64_t days) {
  return fail(
      ErrorKind::invalid_input,
      fmt::format("Duration `{}` uses {} which is not allowed; use days instead, e.g., `{} days`.",
                  escape_foreign(text), what, days));
}
std::unexpected<Error> no_years(std::string_view text, std::uint64_t count) {
  return no_unit(text, "unit 'years'", 365 * count);
}
std::unexpected<Error> no_months(std::string_view text, std::uint64_t count) {
  return no_unit(text, "'months'", 30 * count);
}

/// A whole number and, in nanoseconds of its unit, what stands behind the point.
struct Count {
  std::uint64_t whole = 0;
  std::string_view fraction;
};

std::optional<Count> read_count(Cursor& in) {
  const auto whole = in.number();
  if (!whole) return std::nullopt;
  Count count{*whole, {}};
  if (!in.skip('.') && !in.skip(',')) return count;
  count.fraction = in.take_while(is_ascii_digit);
  if (count.fraction.empty() || count.fraction.size() > 9) return std::nullopt;
  return count;
}

class SpanParts {
 public:
  /// Whether it may follow what is there.
  bool add(std::size_t unit, const Count& count) {
    if (unit < next_ || is_closed_ || (!count.fraction.empty() && unit < hours)) return false;
    if (count.whole > most_seconds * second / span_units[unit].length) return false;
    next_ = unit + 1;
    counts_[unit] = count.whole;
    is_closed_ = !count.fraction.empty();
    if (is_closed_) spread(unit, count.fraction);
    return true;
  }
  bool is_empty() const { return next_ == 0; }
  bool has_time() const { return next_ > hours; }

  std::optional<UploadLimit> finish(bool is_negative) const {
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < std::size(span_units); ++i) {
      length += counts_[i] * span_units[i].length;
      if (length > most_seconds * second) return std::nullopt;
    }
    if (is_empty()) return std::nullopt;
    return UploadLimit{UploadLimit::Kind::span, text(is_negative && length != 0),
                       static_cast<std::int64_t>(length / (second / 1000))};
  }

 private:
  /// "1.5 hours" is an hour and thirty minutes.
  void spread(std::size_t unit, std::string_view fraction) {
    std::uint64_t billionths = 0;
    for (std::size_t i = 0; i < 9; ++i)
      billionths =
          billionths * 10 + (i < fraction.size() ? static_cast<unsigned>(fraction[i] - '0') : 0);
    // At most 3600 · 10⁹ · 10⁻⁹ · 10⁹: an hour is the largest unit that has a fraction.
    std::uint64_t rest = span_units[unit].length >= second
                             ? span_units[unit].length / second * billionths
                             : span_units[unit].length * billionths / second;
    for (std::size_t i = unit + 1; i < std::size(span_units); ++i) {
      counts_[i] = rest / span_units[i].length;
      rest %= span_units[i].length;
    }
  }
  std::string text(bool is_negative) const {
    std::string text = is_negative ? "-P" : "P";
    bool has_t = false;
    const auto put = [&](std::size_t unit, const std::string& count) {
      if (unit >= hours && !has_t) text += 'T';
      has_t = has_t || unit >= hours;
      text += count + span_units[unit].designator;
    };
    for (std::size_t i = 0; i < seconds; ++i)
      if (counts_[i] != 0) put(i, fmt::format("{}", counts_[i]));
    std::uint64_t length = 0;
    for (std::size_t i = seconds; i < std::size(span_units); ++i)
      length += counts_[i] * span_units[i].length;
    if (length != 0 || text.ends_with('P')) {
      std::string fraction = length % second == 0 ? "" : fmt::format(".{:09}", length % second);
      while (fraction.ends_with('0')) fraction.pop_back();
      put(seconds, fmt::format("{}{}", length / second, fraction));
    }
    return text;
  }

  std::uint64_t counts_[std::size(span_units)] = {};
  std::size_t next_ = 0;    ///< the largest unit that may still follow
  bool is_closed_ = false;  ///< by a fraction
};

Result<UploadLimit> read_iso_span(std::string_view text, Cursor in, bool is_negative) {
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
    const auto count = read_count(in);
    if (!count) return bad();
    const char lower = ascii_lower(in.next());
    const char letter = is_ascii_lower(lower) ? static_cast<char>(lower - 'a' + 'A') : '?';
    if (!is_time && letter == 'Y') return no_years(text, count->whole);
    if (!is_time && letter == 'M') return no_months(text, count->whole);
    std::size_t unit = is_time ? hours : 0;
    const std::size_t end = is_time ? seconds + 1 : hours;
    while (unit < end && span_units[unit].designator != letter) ++unit;
    if (unit == end || !parts.add(unit, *count)) return bad();
  }
  if (auto limit = parts.finish(is_negative)) return *std::move(limit);
  return bad();
}

/// The unit that a word names; their number if it names none.
std::size_t unit_of(std::string_view word) {
  for (std::size_t i = 0; i < std::size(span_units); ++i)
    for (const std::string_view name : span_units[i].names)
      if (name == word) return i;
  return std::size(span_units);
}

/// "02:30:00" behind weeks and days, `whole` being the hours.
bool read_clock(Cursor& in, std::uint64_t whole, SpanParts& parts) {
  const auto minutes = in.number();
  if (!minutes || !in.skip(':')) return false;
  const auto rest = read_count(in);
  return rest && !parts.has_time() && parts.add(hours, {whole, {}}) &&
         parts.add(hours + 1, {*minutes, {}}) && parts.add(seconds, *rest);
}

Result<UploadLimit> read_worded_span(std::string_view text, Cursor in, std::optional<char> sign) {
  const auto bad = [&] {
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` could not be parsed as a duration", escape_foreign(text)));
  };
  SpanParts parts;
  bool is_negative = sign == '-';
  while (!in.at_end()) {
    if (!sign && !parts.is_empty() && in.rest() == "ago") {
      is_negative = true;
      break;
    }
    const auto count = read_count(in);
    if (!count) return bad();
    if (count->fraction.empty() && in.skip(':')) {
      if (!read_clock(in, count->whole, parts)) return bad();
    } else {
      in.skip_space();
      const std::string_view word = in.take_while(
          [](char c) { return !is_ascii_digit(c) && !is_ascii_space(c) && c != ','; });
      if (word == "y" || word.starts_with("yr") || word.starts_with("year"))
        return no_years(text, count->whole);
      if (word.starts_with("mo")) return no_months(text, count->whole);
      const std::size_t unit = unit_of(word);
      if (unit == std::size(span_units) || !parts.add(unit, *count)) return bad();
    }
    if (in.skip(',') && !is_ascii_space(in.peek())) return bad();
    in.skip_space();
  }
  if (auto limit = parts.finish(is_negative)) return *std::move(limit);
  return bad();
}

std::optional<char> skip_sign(Cursor& in) {
  if (in.peek() == '-' || in.peek() == '+') return in.next();
  return std::nullopt;
}

}  // namespace

bool looks_like_span(std::string_view text) {
  Cursor in(text);
  skip_sign(in);
  if (in.peek() == 'P' || in.peek() == 'p') return true;
  if (in.take_while([](char c) { return is_ascii_digit(c) || c == '.'; }).empty()) return false;
  in.skip_space();
  return in.peek() == ':' ||
         (!in.at_end() && in.peek() != 'T' && in.peek() != '-' && in.peek() != '+');
}

Result<UploadLimit> read_span(std::string_view text) {
  Cursor in(text);
  const std::optional<char> sign = skip_sign(in);
  if (in.skip('P') || in.skip('p')) return read_iso_span(text, in, sign == '-');
  return read_worded_span(text, in, sign);
}

}  // namespace axle
