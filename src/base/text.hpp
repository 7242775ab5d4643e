// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace axle {

// Characters are bytes here, and letters are ASCII: the packaging standards know no others.
constexpr bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_ascii_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_ascii_letter(char c) { return is_ascii_upper(c) || is_ascii_lower(c); }
constexpr bool is_ascii_alnum(char c) { return is_ascii_letter(c) || is_ascii_digit(c); }
/// Space, tab, line feed, carriage return, form feed, vertical tab.
constexpr bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr char ascii_lower(char c) {
  return is_ascii_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string ascii_lower(std::string_view text);
std::string ascii_upper(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

/// Without white space at both ends.
std::string_view trim(std::string_view text);
/// The parts between separators; one empty part for an empty text.
std::vector<std::string_view> split(std::string_view text, char separator);
/// The non-empty parts between runs of white space.
std::vector<std::string_view> split_on_space(std::string_view text);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// "a, b, and c", "a and b": a list as a sentence has it.
std::string join_in_words(const std::vector<std::string>& parts, std::string_view word);
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

/// Decimal digits only, at least one; none if it does not fit.
std::optional<std::uint64_t> parse_unsigned(std::string_view text);

std::string hex_encode(std::string_view bytes);
/// None if the length is odd or a digit is not hexadecimal.
std::optional<std::string> hex_decode(std::string_view text);
/// URL-safe base64 without padding, as RECORD has it.
std::string base64url_encode(std::string_view bytes);
/// Standard base64 with padding, as HTTP basic authentication has it.
std::string base64_encode(std::string_view bytes);
/// `%2B` to `+`; a malformed escape stays as it is.
std::string percent_decode(std::string_view text);
/// Every byte but unreserved characters (RFC 3986) and those in `keep` as `%XX`.
std::string percent_encode(std::string_view text, std::string_view keep = {});

bool is_valid_utf8(std::string_view text);
/// Text that others wrote, made safe to show: control characters, bidirectional overrides and bytes
/// that are not UTF-8 become `\xNN` or `\u{NNNN}`; all else stays.
std::string escape_foreign(std::string_view text);

/// Levenshtein distance; linear memory, quadratic time: for short names only (texts over 64 bytes
/// are "far": 64).
unsigned edit_distance(std::string_view a, std::string_view b);

/// "1 package", "2 packages".
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural = {});
/// "1.5 GiB", "14.0 KiB", "812 B".
std::string human_size(std::uint64_t bytes);

}  // namespace axle
