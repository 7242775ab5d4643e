// SPDX-License-Identifier: MIT
#include "versions/version_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace axle {
namespace {
constexpr std::size_t longest_version = 4096;
constexpr std::size_t most_parts = 1000;

// What Python's str.strip takes away beyond ASCII white space: the reference implementation uses
// it.
constexpr std::array<std::string_view, 24> python_spaces{
    "\x1c",   "\x1d",   "\x1e",   "\x1f",   "\u0085", "\u00a0", "\u1680", "\u2000",
    "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
    "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\x0b"};

std::string_view trim_python_space(std::string_view text) {
  if (!text.empty() && is_ascii_alnum(text.front()) && is_ascii_alnum(text.back())) return text;
  for (;;) {
    text = trim(text);
    const auto starts = std::ranges::find_if(
        python_spaces, [&](std::string_view space) { return text.starts_with(space); });
    if (starts != python_spaces.end()) {
      text.remove_prefix(starts->size());
      continue;
    }
    const auto ends = std::ranges::find_if(
        python_spaces, [&](std::string_view space) { return text.ends_with(space); });
    if (ends == python_spaces.end()) return text;
    text.remove_suffix(ends->size());
  }
}

constexpr bool is_separator(char c) { return c == '.' || c == '-' || c == '_'; }

/// A number after a label. The last one is left out: ranges need its successor, and the order uses
/// it for what has no number.
std::optional<std::uint64_t> read_labelled(Cursor& in) {
  const auto number = in.number();
  return number == UINT64_MAX ? std::nullopt : number;
}
}  // namespace

VersionReader::VersionReader(std::string_view text)
    : written_(text), text_(ascii_lower(trim_python_space(text))), in_(text_) {}

std::unexpected<Error> VersionReader::refuse() const {
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is not a version", escape_foreign(written_.substr(0, 200))));
}

Result<Version> VersionReader::read() {
  bool wildcard = false;
  auto version = read_pattern(wildcard);
  return wildcard ? Result<Version>(refuse()) : std::move(version);
}

Result<Version> VersionReader::read_pattern(bool& wildcard) {
  if (text_.size() > longest_version) return refuse();
  in_.skip('v');  // "v1.0" is allowed and means "1.0"
  if (!read_release()) return refuse();
  if (in_.rest() == ".*") {
    wildcard = true;
  } else if (!read_pre() || !read_post() || !read_dev() || !read_local() || !in_.at_end()) {
    return refuse();
  }
  version_.make_key();
  return std::move(version_);
}

bool VersionReader::read_release() {
  auto number = in_.number();
  if (!number) return false;
  if (in_.skip('!')) {
    version_.epoch_ = *number;
    number = in_.number();
    if (!number) return false;
  }
  std::vector<std::uint64_t> release{*number};
  while (in_.peek() == '.' && is_ascii_digit(in_.peek(1))) {
    in_.next();
    number = in_.number();
    if (!number || release.size() == most_parts) return false;
    release.push_back(*number);
  }
  version_.set_release(release);
  return true;
}

bool VersionReader::skip_separator() {
  if (!is_separator(in_.peek())) return false;
  in_.next();
  return true;
}

bool VersionReader::number_after_label(std::uint64_t& number) {
  number = 0;
  const std::size_t start = in_.position();
  skip_separator();
  if (!is_ascii_digit(in_.peek())) {
    in_.move_to(start);
    return true;
  }
  const auto read = read_labelled(in_);
  if (read) number = *read;
  return read.has_value();
}

bool VersionReader::read_pre() {
  static constexpr std::array<std::pair<std::string_view, PreKind>, 8> labels{
      {{"alpha", PreKind::alpha},
       {"a", PreKind::alpha},
       {"beta", PreKind::beta},
       {"b", PreKind::beta},
       {"preview", PreKind::candidate},
       {"pre", PreKind::candidate},
       {"rc", PreKind::candidate},
       {"c", PreKind::candidate}}};
  const std::size_t start = in_.position();
  skip_separator();
  for (const auto& [label, kind] : labels) {
    if (!in_.skip(label)) continue;
    version_.has_pre_ = true;
    version_.pre_.kind = kind;
    return number_after_label(version_.pre_.number);
  }
  in_.move_to(start);
  return true;
}

bool VersionReader::read_post() {
  const std::size_t start = in_.position();
  if (in_.peek() == '-' && is_ascii_digit(in_.peek(1))) {  // the implicit form, "1.0-1"
    in_.next();
    const auto number = read_labelled(in_);
    version_.has_post_ = true;
    version_.post_ = number.value_or(0);
    return number.has_value();
  }
  skip_separator();
  for (const std::string_view label : {"post", "rev", "r"}) {
    if (!in_.skip(label)) continue;
    version_.has_post_ = true;
    return number_after_label(version_.post_);
  }
  in_.move_to(start);
  return true;
}

bool VersionReader::read_dev() {
  const std::size_t start = in_.position();
  skip_separator();
  if (in_.skip("dev")) {
    version_.has_dev_ = true;
    return number_after_label(version_.dev_);
  }
  in_.move_to(start);
  return true;
}

bool VersionReader::read_local() {
  if (!in_.skip('+')) return true;
  std::vector<LocalSegment> segments;
  do {
    const std::string_view segment = in_.take_while(is_ascii_alnum);
    if (segment.empty() || segments.size() == most_parts) return false;
    if (const auto number = parse_unsigned(segment)) {
      segments.emplace_back(*number);
    } else if (is_ascii_digit(segment[0]) &&
               segment.find_first_not_of("0123456789") == std::string_view::npos) {
      return false;  // a number that does not fit
    } else {
      segments.emplace_back(std::string(segment));
    }
  } while (skip_separator());
  version_.local_ = std::make_shared<const std::vector<LocalSegment>>(std::move(segments));
  return true;
}

}  // namespace axle
