// SPDX-License-Identifier: MIT
#include "cache/cache_control.hpp"

#include <algorithm>

#include "base/cursor.hpp"
#include "base/text.hpp"

namespace axle {
namespace {

constexpr std::uint64_t longest = std::uint64_t{1} << 31;

bool is_token(char c) { return c > ' ' && c != ',' && c != '=' && c != '"' && c != '\x7f'; }

/// The argument after `=`, without the quotes; commas inside quotes belong to it.
std::string read_argument(Cursor& in) {
  if (!in.skip('"')) return std::string(in.take_while(is_token));
  std::string value;
  while (!in.at_end() && !in.skip('"')) {
    in.skip('\\');
    value += in.next();
  }
  return value;
}

std::int64_t seconds_of(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, is_ascii_digit)) return 0;
  return static_cast<std::int64_t>(std::min(parse_unsigned(text).value_or(longest), longest));
}

}  // namespace

CacheControl CacheControl::parse(std::string_view text) {
  CacheControl control;
  Cursor in(text);
  while (!in.at_end()) {
    in.skip_space();
    const std::string name = ascii_lower(in.take_while(is_token));
    in.skip_space();
    std::string argument;
    if (in.skip('=')) {
      in.skip_space();
      argument = read_argument(in);
    }
    if (name == "max-age") {
      const std::int64_t seconds = seconds_of(argument);
      control.max_age = std::min(control.max_age.value_or(seconds), seconds);
    }
    control.no_store = control.no_store || name == "no-store";
    // `no-cache="field"` only forbids to reuse that field; to forbid all is on the safe side.
    control.no_cache = control.no_cache || name == "no-cache";
    control.must_revalidate = control.must_revalidate || name == "must-revalidate";
    in.take_while([](char c) { return c != ','; });
    in.skip(',');
  }
  return control;
}

}  // namespace axle
