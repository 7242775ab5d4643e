// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/text.hpp"

namespace axle {

/// A place in a text that a parser moves forward. Holds no copy: the text must outlive it.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return position_ == text_.size(); }
  std::size_t position() const { return position_; }
  std::string_view rest() const { return text_.substr(position_); }
  std::string_view text() const { return text_; }
  /// The text from `start` to here.
  std::string_view since(std::size_t start) const { return text_.substr(start, position_ - start); }
  void move_to(std::size_t position) { position_ = position; }

  /// The next character, or NUL at the end.
  char peek(std::size_t ahead = 0) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }
  char next() { return position_ < text_.size() ? text_[position_++] : '\0'; }

  bool skip(char c) {
    if (at_end() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  bool skip(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    position_ += word.size();
    return true;
  }
  template <class Predicate>
  std::string_view take_while(Predicate wanted) {
    const std::size_t start = position_;
    while (position_ < text_.size() && wanted(text_[position_])) ++position_;
    return since(start);
  }
  void skip_space() { take_while(is_ascii_space); }

  /// A run of decimal digits; none, and nothing taken, if there is none here or it does not fit 64
  /// bits.
  std::optional<std::uint64_t> number() {
    const std::size_t start = position_;
    const auto value = parse_unsigned(take_while(is_ascii_digit));
    if (!value) position_ = start;
    return value;
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace axle
