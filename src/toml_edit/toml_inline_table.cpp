// SPDX-License-Identifier: MIT
#include "toml_edit/toml_inline_table.hpp"

#include <algorithm>

#include "base/try.hpp"
#include "toml_edit/toml_scan.hpp"

namespace axle {
namespace {

std::string owned_gap(Cursor& at) { return std::string(take_toml_gap(at)); }

}  // namespace

Result<TomlInlineTable> TomlInlineTable::parse(std::string_view value) {
  TomlInlineTable table;
  Cursor at(value);
  if (!at.skip('{')) return toml_scan_failure(at, "expected `{`");
  table.end_ = owned_gap(at);
  while (!at.skip('}')) {
    TRY(TomlLine line, take_toml_line(at, std::move(table.end_)));
    line.after = owned_gap(at);
    table.end_.clear();
    table.lines_.push_back(std::move(line));
    table.has_last_comma_ = at.skip(',');
    if (table.has_last_comma_)
      table.end_ = owned_gap(at);
    else if (at.peek() != '}')
      return toml_scan_failure(at, "expected `,` or `}`");
  }
  if (!at.at_end()) return toml_scan_failure(at, "expected the end of the table");
  return table;
}

std::vector<std::string> TomlInlineTable::keys() const {
  std::vector<std::string> keys;
  for (const TomlLine& line : lines_)
    if (std::ranges::find(keys, line.key.front()) == keys.end()) keys.push_back(line.key.front());
  return keys;
}

std::optional<std::string> TomlInlineTable::find(const TomlPath& path) const {
  for (const TomlLine& line : lines_) {
    if (line.key == path) return line.value;
    if (!starts_with(path, line.key)) continue;
    if (auto inner = parse(line.value)) return inner->find(path_below(path, line.key.size()));
  }
  return std::nullopt;
}

bool TomlInlineTable::set(const TomlPath& path, std::string_view value) {
  for (TomlLine& line : lines_) {
    if (line.key == path) {
      line.value = value;
      return true;
    }
    if (!starts_with(path, line.key)) continue;
    auto inner = parse(line.value);
    if (!inner || !inner->set(path_below(path, line.key.size()), value)) return false;
    line.value = inner->to_string();
    return true;
  }
  append(path, value);
  return true;
}

void TomlInlineTable::append(const TomlPath& key, std::string_view value) {
  TomlLine line = new_toml_line(key, value);
  line.before = " ";
  if (has_last_comma_ || lines_.empty()) {
    line.after = end_.empty() ? " " : end_;
    end_.clear();
    has_last_comma_ = false;
  } else {
    line.after = std::exchange(lines_.back().after, {});
  }
  lines_.push_back(std::move(line));
}

bool TomlInlineTable::remove(const TomlPath& path) {
  for (auto line = lines_.begin(); line != lines_.end(); ++line) {
    if (starts_with(path, line->key) && line->key != path) {
      auto inner = parse(line->value);
      if (!inner || !inner->remove(path_below(path, line->key.size()))) continue;
      line->value = inner->to_string();
      return true;
    }
    if (!starts_with(line->key, path)) continue;
    if (std::next(line) == lines_.end() && line != lines_.begin() && !has_last_comma_)
      std::prev(line)->after = std::move(line->after);
    if (lines_.size() == 1) {
      end_.clear();
      has_last_comma_ = false;
    }
    lines_.erase(line);
    remove(path);  // dotted keys: `a.b = 1, a.c = 2`
    return true;
  }
  return false;
}

std::string TomlInlineTable::to_string() const {
  std::string text = "{";
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const TomlLine& line = lines_[i];
    text.append(line.before).append(line.key_text).append(line.value).append(line.after);
    if (i + 1 < lines_.size() || has_last_comma_) text += ',';
  }
  return text + end_ + "}";
}

}  // namespace axle
