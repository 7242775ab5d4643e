// SPDX-License-Identifier: MIT
#include "index/json_reader.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace axle {
namespace {

constexpr std::size_t max_depth = 64;
/// Up to here a new key is compared with each before it; beyond, all keys are sorted when the
/// object ends.
constexpr std::size_t few_keys = 32;

constexpr std::uint64_t each_byte = 0x0101010101010101;

// How many bytes from `position` on are ordinary ASCII: no quote, backslash, control character or
// part of a longer character. Looks at eight at a time, so at most seven ordinary ones are left.
std::size_t count_ordinary(std::string_view text, std::size_t position) {
  const std::size_t start = position;
  for (; text.size() - position >= 8; position += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + position, 8);
    const std::uint64_t quote = bytes ^ (each_byte * '"');
    const std::uint64_t backslash = bytes ^ (each_byte * '\\');
    // The high bit of each byte that is special; of the lowest such byte for certain.
    const std::uint64_t special =
        (((quote - each_byte) & ~quote) | ((backslash - each_byte) & ~backslash) |
         ((bytes - each_byte * 0x20) & ~bytes) | bytes) &
        (each_byte * 0x80);
    if (special != 0)
      return position - start + static_cast<std::size_t>(std::countr_zero(special)) / 8;
  }
  return position - start;
}

static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");

}  // namespace

bool JsonReader::fail(const char* fault) {
  if (!fault_) fault_ = fault;
  return false;
}

void JsonReader::skip_space() {
  while (position_ < text_.size()) {
    const char c = text_[position_];
    if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return;
    ++position_;
  }
}

JsonReader::Kind JsonReader::peek() {
  if (failed()) return Kind::none;
  skip_space();
  if (position_ >= text_.size()) return Kind::none;
  switch (const char c = text_[position_]) {
    case '{':
      return Kind::object;
    case '[':
      return Kind::array;
    case '"':
      return Kind::string;
    case 't':
    case 'f':
      return Kind::boolean;
    case 'n':
      return Kind::null;
    default:
      return c == '-' || is_ascii_digit(c) ? Kind::number : Kind::none;
  }
}

bool JsonReader::expect_kind(Kind kind, const char* fault) { return peek() == kind || fail(fault); }

bool JsonReader::expect_word(std::string_view word) {
  if (!text_.substr(position_).starts_with(word)) return fail("not a value");
  position_ += word.size();
  return true;
}

bool JsonReader::enter(bool object, char bracket) {
  if (levels_.size() >= max_depth) return fail("deeper than 64 levels");
  skip_space();
  if (position_ >= text_.size() || text_[position_] != bracket)
    return fail(object ? "not an object" : "not an array");
  ++position_;
  levels_.push_back({object, true, keys_.size()});
  return true;
}

bool JsonReader::leave(char bracket) {
  Level& level = levels_.back();
  skip_space();
  if (position_ >= text_.size() || text_[position_] != bracket) return false;
  ++position_;
  if (level.is_object) {
    if (!check_many_keys(level.first_key)) return true;
    keys_.resize(level.first_key);
  }
  levels_.pop_back();
  return true;
}

bool JsonReader::enter_object() { return !failed() && enter(true, '{'); }
bool JsonReader::enter_array() { return !failed() && enter(false, '['); }

bool JsonReader::next_key(std::string_view& key) {
  if (failed() || leave('}')) return false;
  Level& level = levels_.back();
  if (!level.is_first) {
    if (position_ >= text_.size() || text_[position_] != ',')
      return fail("no comma or closing brace");
    ++position_;
    skip_space();
  }
  level.is_first = false;
  if (position_ >= text_.size() || text_[position_] != '"') return fail("no key");
  scratch_.clear();
  if (!read_string(key, scratch_)) return false;
  if (!scratch_.empty()) key = decoded_keys_.emplace_back(key);
  if (!remember_key(key)) return false;
  skip_space();
  if (position_ >= text_.size() || text_[position_] != ':') return fail("no colon behind a key");
  ++position_;
  return true;
}

bool JsonReader::next_element() {
  if (failed() || leave(']')) return false;
  Level& level = levels_.back();
  if (!level.is_first) {
    if (position_ >= text_.size() || text_[position_] != ',')
      return fail("no comma or closing bracket");
    ++position_;
  }
  level.is_first = false;
  return true;
}

bool JsonReader::remember_key(std::string_view key) {
  const std::size_t first = levels_.back().first_key;
  if (keys_.size() - first < few_keys &&
      std::find(keys_.begin() + static_cast<std::ptrdiff_t>(first), keys_.end(), key) !=
          keys_.end())
    return fail("a key that is there twice");
  keys_.push_back(key);
  return true;
}

bool JsonReader::check_many_keys(std::size_t first_key) {
  if (keys_.size() - first_key <= few_keys) return true;
  const auto begin = keys_.begin() + static_cast<std::ptrdiff_t>(first_key);
  std::sort(begin, keys_.end());
  return std::adjacent_find(begin, keys_.end()) == keys_.end() || fail("a key that is there twice");
}

bool JsonReader::read_string(std::string_view& value, std::string& scratch) {
  const std::size_t start = ++position_;
  std::size_t copied = start;
  bool is_ascii = true;
  for (;; ++position_) {
    position_ += count_ordinary(text_, position_);
    if (position_ >= text_.size()) return fail("a string without end");
    const auto c = static_cast<unsigned char>(text_[position_]);
    if (c == '"') break;
    if (c < 0x20) return fail("a control character in a string");
    if (c >= 0x80) is_ascii = false;
    if (c != '\\') continue;
    scratch.append(text_.substr(copied, position_ - copied));
    ++position_;
    if (!read_escape(scratch)) return false;
    copied = position_ + 1;
  }
  if (copied == start) {
    value = text_.substr(start, position_ - start);
  } else {
    scratch.append(text_.substr(copied, position_ - copied));
    value = scratch;
  }
  if (!is_ascii && !is_valid_utf8(text_.substr(start, position_ - start)))
    return fail("a string that is not UTF-8");
  ++position_;
  return true;
}

// Behind the backslash; ends at the last character of the escape.
bool JsonReader::read_escape(std::string& out) {
  if (position_ >= text_.size()) return fail("a string without end");
  switch (text_[position_]) {
    case '"':
      out.push_back('"');
      return true;
    case '\\':
      out.push_back('\\');
      return true;
    case '/':
      out.push_back('/');
      return true;
    case 'b':
      out.push_back('\b');
      return true;
    case 'f':
      out.push_back('\f');
      return true;
    case 'n':
      out.push_back('\n');
      return true;
    case 'r':
      out.push_back('\r');
      return true;
    case 't':
      out.push_back('\t');
      return true;
    case 'u':
      break;
    default:
      return fail("an unknown escape");
  }
  std::uint32_t code = 0;
  if (!read_hex4(code)) return false;
  if (code >= 0xD800 && code <= 0xDBFF) {
    std::uint32_t low = 0;
    if (!text_.substr(position_ + 1).starts_with("\\u")) return fail("half a surrogate pair");
    position_ += 2;
    if (!read_hex4(low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return fail("half a surrogate pair");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  } else if (code >= 0xDC00 && code <= 0xDFFF) {
    return fail("half a surrogate pair");
  }
  append_utf8(out, code);
  return true;
}

// At the `u`; ends at the last digit.
bool JsonReader::read_hex4(std::uint32_t& code) {
  if (text_.size() - position_ <= 4) return fail("a string without end");
  for (int i = 0; i < 4; ++i) {
    const char c = ascii_lower(text_[++position_]);
    if (is_ascii_digit(c))
      code = code * 16 + static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      code = code * 16 + static_cast<std::uint32_t>(c - 'a' + 10);
    else
      return fail("an unknown escape");
  }
  return true;
}

bool JsonReader::read(std::string& value) {
  if (!expect_kind(Kind::string, "not a string")) return false;
  std::string_view view;
  scratch_.clear();
  if (!read_string(view, scratch_)) return false;
  value.assign(view);
  return true;
}

bool JsonReader::read(bool& value) {
  if (!expect_kind(Kind::boolean, "not a boolean")) return false;
  value = text_[position_] == 't';
  return expect_word(value ? "true" : "false");
}

bool JsonReader::read(std::uint64_t& value) {
  if (!expect_kind(Kind::number, "not a number")) return false;
  const std::size_t start = position_;
  if (!skip_number()) return false;
  const auto number = parse_unsigned(text_.substr(start, position_ - start));
  if (!number) return fail("not a whole number of at most 64 bits");
  value = *number;
  return true;
}

bool JsonReader::read_null() { return expect_kind(Kind::null, "not null") && expect_word("null"); }

bool JsonReader::skip_number() {
  const auto digits = [this] {
    const std::size_t start = position_;
    while (position_ < text_.size() && is_ascii_digit(text_[position_])) ++position_;
    return position_ - start;
  };
  const auto at = [this](char c) { return position_ < text_.size() && text_[position_] == c; };
  if (at('-')) ++position_;
  const bool leading_zero = at('0');
  const std::size_t whole = digits();
  if (whole == 0 || (leading_zero && whole > 1)) return fail("a malformed number");
  if (at('.')) {
    ++position_;
    if (digits() == 0) return fail("a malformed number");
  }
  if (at('e') || at('E')) {
    ++position_;
    if (at('+') || at('-')) ++position_;
    if (digits() == 0) return fail("a malformed number");
  }
  return true;
}

// Recursion is bounded by the depth that enter() allows.
bool JsonReader::skip() {
  std::string_view view;
  switch (peek()) {
    case Kind::object:
      if (!enter_object()) return false;
      while (next_key(view))
        if (!skip()) return false;
      return !failed();
    case Kind::array:
      if (!enter_array()) return false;
      while (next_element())
        if (!skip()) return false;
      return !failed();
    case Kind::string:
      scratch_.clear();
      return read_string(view, scratch_);
    case Kind::number:
      return skip_number();
    case Kind::boolean:
      return expect_word(text_[position_] == 't' ? "true" : "false");
    case Kind::null:
      return expect_word("null");
    case Kind::none:
      return fail("not a value");
  }
  return false;
}

bool JsonReader::at_end() {
  if (failed()) return false;
  skip_space();
  return position_ == text_.size();
}

}  // namespace axle
