// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "toml_edit/toml_strings.hpp"

namespace axle {

/// The text of a lockfile as it grows.
class LockText {
 public:
  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

  void raw(std::string_view text) { text_ += text; }
  void string(std::string_view text) { append_toml_string(text_, text); }
  /// `[name]` or `[[name]]` with the blank line before it. Names are bare keys.
  void table(std::string_view name) { text_.append("\n[").append(name).append("]\n"); }
  void array_of_tables(std::string_view name) { text_.append("\n[[").append(name).append("]]\n"); }

  void key(std::string_view key) {
    append_toml_key(text_, key);
    text_ += " = ";
  }
  void key_string(std::string_view key_text, std::string_view value) {
    key(key_text);
    string(value);
    text_ += '\n';
  }

  /// `[`, each item on a line of its own, `]`.
  template <class Items, class Write>
  void multiline(const Items& items, Write write) {
    text_ += "[\n";
    for (const auto& item : items) {
      text_ += "    ";
      write(*this, item);
      text_ += ",\n";
    }
    text_ += "]\n";
  }
  /// `["a", "b"]` without an end of line.
  template <class Items, class Write>
  void inline_array(const Items& items, Write write) {
    text_ += '[';
    std::string_view separator = "";
    for (const auto& item : items) {
      text_ += separator;
      separator = ", ";
      write(*this, item);
    }
    text_ += ']';
  }
  /// Inline for none or one item, else one a line.
  template <class Items, class Write>
  void short_or_multiline(const Items& items, Write write) {
    if (items.size() > 1) {
      multiline(items, write);
      return;
    }
    inline_array(items, write);
    text_ += '\n';
  }

 private:
  std::string text_;
};

/// `{ a = "x", b = 1 }`, key after key. Writes its end when it goes.
class InlineTable {
 public:
  explicit InlineTable(LockText& out) : out_(out) {}
  InlineTable(const InlineTable&) = delete;
  InlineTable& operator=(const InlineTable&) = delete;
  ~InlineTable() { out_.raw(is_empty_ ? "{}" : " }"); }

  LockText& key(std::string_view key) {
    out_.raw(is_empty_ ? "{ " : ", ");
    is_empty_ = false;
    out_.key(key);
    return out_;
  }
  void string(std::string_view name, std::string_view value) { key(name).string(value); }

 private:
  LockText& out_;
  bool is_empty_ = true;
};

}  // namespace axle
