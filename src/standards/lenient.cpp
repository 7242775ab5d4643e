// SPDX-License-Identifier: MIT
#include "axle/standards/lenient.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/cursor.hpp"

namespace axle {
namespace {

constexpr bool is_operator_character(char c) {
  return c == '<' || c == '>' || c == '=' || c == '!' || c == '~';
}

/// `>=3.6<4` to `>=3.6,<4`; also over white space.
std::string add_missing_commas(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins_operator =
        is_operator_character(text[i]) && (i == 0 || !is_operator_character(text[i - 1]));
    if (begins_operator) {
      const std::string_view before = trim(out);
      if (!before.empty() && (is_ascii_alnum(before.back()) || before.back() == '*')) out += ',';
    }
    out += text[i];
  }
  return out;
}

/// `!=~3.1` was meant as `!=3.1.*`.
std::string replace_not_tilde(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (!std::string_view(text).substr(i).starts_with("!=~")) {
      out += text[i++];
      continue;
    }
    std::size_t end = i + 3;
    while (end < text.size() && (is_ascii_digit(text[end]) || text[end] == '.')) ++end;
    out += "!=" + text.substr(i + 3, end - i - 3) + ".*";
    i = end;
  }
  return out;
}

/// `.*` means nothing after `>=` and its kind.
std::string drop_stars_of_orderings(const std::string& text) {
  std::string out;
  Cursor in(text);
  while (!in.at_end()) {
    const char c = in.next();
    out += c;
    if (c != '<' && c != '>') continue;
    const std::size_t start = in.position();
    in.skip('=');
    in.skip_space();
    while (is_ascii_digit(in.peek()) || (in.peek() == '.' && is_ascii_digit(in.peek(1)))) in.next();
    out += in.since(start);
    if (is_ascii_digit(out.back())) in.skip(".*");
  }
  return out;
}

/// `!=3.0*` to `!=3.0.*`.
std::string add_dot_before_star(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '*' && !out.empty() && is_ascii_digit(out.back())) out += '.';
    out += c;
  }
  return out;
}

std::string drop_trailing_commas(const std::string& text) {
  std::string_view rest = trim(text);
  while (!rest.empty() && rest.back() == ',') rest = trim(rest.substr(0, rest.size() - 1));
  while (!rest.empty() && rest.front() == ',') rest = trim(rest.substr(1));
  return std::string(rest);
}

std::string fill_bare_dev(const std::string& text) {
  return replace_all(text, ">dev", ">0.0.0dev");
}

/// `>=2.7a1.0` to `>=2.7a1`.
std::string drop_zero_after_label(const std::string& text) {
  static constexpr std::array<std::string_view, 5> labels{"a", "b", "rc", "post", "dev"};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = std::string_view(text).substr(i);
    const auto label = std::ranges::find_if(
        labels, [&](std::string_view known) { return rest.starts_with(known); });
    if (label == labels.end() || i == 0 || !is_ascii_digit(text[i - 1])) {
      out += text[i++];
      continue;
    }
    std::size_t end = i + label->size();
    while (end < text.size() && is_ascii_digit(text[end])) ++end;
    out += text.substr(i, end - i);
    const bool has_digits = end > i + label->size();
    i = end;
    if (has_digits && std::string_view(text).substr(end).starts_with(".0")) i += 2;
  }
  return out;
}

std::string drop_quotes(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != '\'' && c != '"') out += c;
  return out;
}

constexpr std::string (*repairs[])(const std::string&) = {
    add_missing_commas,   replace_not_tilde, drop_stars_of_orderings, add_dot_before_star,
    drop_trailing_commas, fill_bare_dev,     drop_zero_after_label,   drop_quotes};

}  // namespace

Result<VersionSpecifiers> parse_lenient_specifiers(std::string_view text) {
  auto strict = VersionSpecifiers::parse(text);
  if (strict) return strict;
  std::string mended(text);
  for (const auto repair : repairs) {
    mended = repair(mended);
    if (auto specifiers = VersionSpecifiers::parse(mended)) return specifiers;
  }
  return strict;
}

Result<Requirement> parse_lenient_requirement(std::string_view text) {
  auto strict = Requirement::parse(text);
  if (strict) return strict;
  // Only the part before the marker holds specifiers to mend; quotes in the marker are meant.
  const std::size_t semicolon = text.find(';');
  std::string front(text.substr(0, semicolon));
  const std::string marker = semicolon == std::string_view::npos
                                 ? std::string()
                                 : " " + std::string(text.substr(semicolon));
  for (const auto repair : repairs) {
    // The name (and its extras) come before the first operator and must not get a comma.
    const std::size_t start = front.find_first_of("<>=!~");
    if (repair == drop_quotes) {
      front = drop_quotes(front);
    } else if (start == std::string::npos) {
      front = repair == drop_trailing_commas ? drop_trailing_commas(front) : front;
    } else {
      const bool closes = trim(front).ends_with(')');
      std::string specifiers = front.substr(start);
      if (closes) specifiers = std::string(trim(specifiers).substr(0, trim(specifiers).size() - 1));
      front = front.substr(0, start) + repair(specifiers) + (closes ? ")" : "");
    }
    if (auto requirement = Requirement::parse(front + marker)) return requirement;
  }
  return strict;
}

}  // namespace axle
