// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace axle {

/// Reads one JSON text (RFC 8259) from front to back without building a tree; pages of 5 MB are
/// read this way.
///
/// Strict: depth at most 64, a key twice in an object is an error, strings are valid UTF-8. O(n log
/// n) at worst. Functions return false on an error, which is then kept: all later calls return
/// false, too. The text must outlive it.
class JsonReader {
 public:
  enum class Kind : std::uint8_t { object, array, string, number, boolean, null, none };

  explicit JsonReader(std::string_view text) : text_(text) {}

  /// What comes next, without reading it; `none` at the end or for what is no value.
  Kind peek();

  bool enter_object();
  /// The next key of the innermost object; false behind the last one, which leaves the object. The
  /// view lives as long as the reader.
  bool next_key(std::string_view& key);
  bool enter_array();
  /// Whether the innermost array has another element; false behind the last one, which leaves the
  /// array.
  bool next_element();

  bool read(std::string& value);
  bool read(bool& value);
  /// A whole number without sign, fraction or exponent, up to 64 bits.
  bool read(std::uint64_t& value);
  bool read_null();
  /// Passes over any value, checking all of it.
  bool skip();
  /// Whether nothing but white space is left.
  bool at_end();

  bool failed() const { return fault_ != nullptr; }
  /// What is wrong, in a few words; empty if nothing is.
  std::string_view fault() const { return fault_ ? fault_ : ""; }
  /// Bytes from the start to the fault.
  std::size_t position() const { return position_; }
  /// Reports a fault of the content, such as a value of the wrong type. Always false.
  bool fail(const char* fault);

 private:
  struct Level {
    bool is_object;
    bool is_first = true;
    std::size_t first_key;  // of its keys in keys_
  };

  void skip_space();
  bool expect_kind(Kind kind, const char* fault);
  bool expect_word(std::string_view word);
  bool enter(bool object, char bracket);
  bool leave(char bracket);
  bool remember_key(std::string_view key);
  bool check_many_keys(std::size_t first_key);
  /// A string whose text is a part of the input or, if it has escapes, in `scratch`.
  bool read_string(std::string_view& value, std::string& scratch);
  bool read_escape(std::string& out);
  bool read_hex4(std::uint32_t& code);
  bool skip_number();

  std::string_view text_;
  std::size_t position_ = 0;
  const char* fault_ = nullptr;
  std::vector<Level> levels_;
  std::vector<std::string_view> keys_;
  std::deque<std::string> decoded_keys_;
  std::string scratch_;
};

}  // namespace axle
