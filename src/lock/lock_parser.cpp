// SPDX-License-Identifier: MIT
#include "lock/lock_parser.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace axle {
namespace {

bool is_key_character(char c) { return is_ascii_alnum(c) || c == '-' || c == '_'; }

/// Whether TOML forbids the byte in a string or comment.
bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

LockValue& new_entry(LockValue& table, std::string_view key) {
  table.entries.push_back({key, {}});
  return table.entries.back().value;
}

}  // namespace

bool has_unique_keys(const LockValue& table) {
  const auto& entries = table.entries;
  if (entries.size() <= 16) {
    for (std::size_t i = 1; i < entries.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (entries[i].key == entries[j].key) return false;
    return true;
  }
  std::vector<std::string_view> keys;
  keys.reserve(entries.size());
  for (const auto& [key, value] : entries) keys.push_back(key);
  std::ranges::sort(keys);
  return std::ranges::adjacent_find(keys) == keys.end();
}

bool LockParser::skip(char c) {
  if (peek() != c || position_ == text_.size()) return false;
  ++position_;
  return true;
}

void LockParser::skip_blanks() {
  while (peek() == ' ' || peek() == '\t') ++position_;
}

bool LockParser::end_line() {
  skip_blanks();
  if (peek() == '#')
    while (position_ < text_.size() && text_[position_] != '\n') {
      if (is_control(text_[position_])) return false;
      ++position_;
    }
  if (position_ == text_.size()) return true;
  if (!skip('\n')) return false;
  ++line_;
  return true;
}

bool LockParser::skip_space() {
  for (;;) {
    skip_blanks();
    if (peek() != '\n' && peek() != '#') return true;
    if (!end_line()) return false;
    if (position_ == text_.size()) return true;
  }
}

std::string_view LockParser::parse_key() {
  const std::size_t start = position_;
  while (is_key_character(peek())) ++position_;
  return text_.substr(start, position_ - start);
}

std::optional<LockValue> LockParser::parse() {
  LockValue root;
  root.line = 1;
  current_ = &root;
  for (;;) {
    if (!skip_space()) return std::nullopt;
    if (position_ == text_.size()) break;
    if (peek() == '[') {
      if (!parse_header(root)) return std::nullopt;
    } else if (!parse_entry(*current_, 0) || !end_line()) {
      return std::nullopt;
    }
  }
  if (!has_unique_keys(*current_)) return std::nullopt;
  return root;
}

bool LockParser::parse_header(LockValue& root) {
  // A table is complete when the next one begins.
  if (!has_unique_keys(*current_)) return false;
  ++position_;
  const bool is_array = skip('[');
  const std::size_t start = position_;
  while (is_key_character(peek()) || peek() == '.') ++position_;
  const std::string_view path = text_.substr(start, position_ - start);
  if (!skip(']') || (is_array && !skip(']'))) return false;
  current_ = open_table(root, path, is_array);
  return current_ != nullptr && end_line();
}

LockValue* LockParser::open_table(LockValue& root, std::string_view path, bool is_array) {
  LockValue* table = &root;
  for (int depth = 0;; ++depth) {
    const std::size_t dot = path.find('.');
    const std::string_view key = path.substr(0, dot);
    const bool is_last = dot == std::string_view::npos;
    if (key.empty() || depth > 4 || table->entries.size() > 64) return nullptr;
    LockValue* next = nullptr;
    for (auto& [name, value] : table->entries)
      if (name == key) next = &value;
    const bool is_new = next == nullptr;
    if (is_new) {
      next = &new_entry(*table, key);
      next->line = line_;
      if (is_last && is_array) next->kind = LockValue::Kind::array;
    }
    if (is_last) {
      if (!is_array) return is_new ? next : nullptr;
      // An array that was written as a value cannot grow by headers; it has no tables of its own.
      if (!next->is_array() || (!is_new && (next->items.empty() || !next->items[0].is_table())))
        return nullptr;
      LockValue& item = next->items.emplace_back();
      item.line = line_;
      return ++values_ < max_values ? &item : nullptr;
    }
    if (next->is_array()) {
      if (next->items.empty()) return nullptr;
      next = &next->items.back();
    }
    if (!next->is_table()) return nullptr;
    table = next;
    path.remove_prefix(dot + 1);
  }
}

bool LockParser::parse_entry(LockValue& table, int depth) {
  const std::string_view key = parse_key();
  if (key.empty()) return false;
  skip_blanks();
  if (!skip('=')) return false;
  skip_blanks();
  return parse_value(new_entry(table, key), depth);
}

bool LockParser::parse_value(LockValue& value, int depth) {
  value.line = line_;
  if (++values_ > max_values || depth > max_depth) return false;
  const char first = peek();
  if (first == '"') return parse_string(value);
  if (first == '\'') return parse_literal(value);
  if (first == '[') return parse_array(value, depth);
  if (first == '{') return parse_inline_table(value, depth);
  const std::string_view word = parse_key();
  if (word == "true" || word == "false") {
    value.kind = LockValue::Kind::boolean;
    value.boolean = word == "true";
    return true;
  }
  const auto number = parse_unsigned(word);
  if (!number || *number > INT64_MAX || (word.size() > 1 && word[0] == '0')) return false;
  if (peek() == '.' || peek() == ':') return false;
  value.kind = LockValue::Kind::integer;
  value.integer = static_cast<std::int64_t>(*number);
  return true;
}

bool LockParser::parse_string(LockValue& value) {
  const std::size_t start = ++position_;
  value.kind = LockValue::Kind::string;
  for (; position_ < text_.size(); ++position_) {
    const char c = text_[position_];
    if (c == '"') {
      value.text = text_.substr(start, position_ - start);
      ++position_;
      return !value.text.empty() || peek() != '"';  // `"""` begins a text of several lines
    }
    if (c == '\\') return parse_escaped(start, value);
    if (is_control(c)) return false;
  }
  return false;
}

bool LockParser::parse_escaped(std::size_t start, LockValue& value) {
  std::string& text = unescaped_.emplace_back(text_.substr(start, position_ - start));
  for (; position_ < text_.size(); ++position_) {
    const char c = text_[position_];
    if (c == '"') {
      value.text = text;
      ++position_;
      return true;
    }
    if (is_control(c)) return false;
    if (c != '\\') {
      text += c;
      continue;
    }
    ++position_;
    switch (peek()) {
      case '"':
        text += '"';
        break;
      case '\\':
        text += '\\';
        break;
      case 't':
        text += '\t';
        break;
      case 'n':
        text += '\n';
        break;
      default:
        return false;
    }
  }
  return false;
}

bool LockParser::parse_literal(LockValue& value) {
  const std::size_t start = ++position_;
  const std::size_t end = text_.find_first_of("'\n", start);
  if (end == std::string_view::npos || text_[end] != '\'' || end == start) return false;
  value.kind = LockValue::Kind::string;
  value.text = text_.substr(start, end - start);
  position_ = end + 1;
  return std::ranges::none_of(value.text, is_control);
}

bool LockParser::parse_array(LockValue& value, int depth) {
  ++position_;
  value.kind = LockValue::Kind::array;
  for (;;) {
    if (!skip_space()) return false;
    if (skip(']')) return true;
    if (!parse_value(value.items.emplace_back(), depth + 1) || !skip_space()) return false;
    if (skip(',')) continue;
    return skip(']');
  }
}

bool LockParser::parse_inline_table(LockValue& value, int depth) {
  ++position_;
  value.kind = LockValue::Kind::table;
  skip_blanks();
  if (skip('}')) return true;
  for (;;) {
    skip_blanks();
    if (!parse_entry(value, depth + 1)) return false;
    skip_blanks();
    if (skip(',')) continue;
    return skip('}') && has_unique_keys(value);
  }
}

}  // namespace axle
