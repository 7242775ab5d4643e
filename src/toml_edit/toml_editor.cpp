// SPDX-License-Identifier: MIT
#include "toml_edit/toml_editor.hpp"

#include <algorithm>
#include <set>

#include "base/try.hpp"
#include "toml_edit/section_order.hpp"
#include "toml_edit/toml_inline_table.hpp"
#include "toml_edit/toml_scan.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

TomlPath full_path(const TomlSection& section, const TomlLine& line) {
  TomlPath path = section.path;
  path.insert(path.end(), line.key.begin(), line.key.end());
  return path;
}

/// `[a.b]` or `[[a.b]]` with the rest of its line.
Result<TomlSection> take_header(Cursor& at, std::string before) {
  TomlSection section;
  section.before = std::move(before);
  const std::size_t start = at.position();
  at.next();
  section.is_array_item = at.skip('[');
  skip_toml_blanks(at);
  TRY(section.path, take_toml_key(at));
  skip_toml_blanks(at);
  if (!at.skip(']') || (section.is_array_item && !at.skip(']')))
    return toml_scan_failure(at, "expected `]`");
  TRY_OK(skip_toml_line_end(at));
  section.header = at.since(start);
  return section;
}

void end_line(std::string& text, std::string_view line_end) {
  if (!text.ends_with('\n')) text += line_end;
}

}  // namespace

Result<TomlEditor> TomlEditor::open(std::string_view text) {
  TomlEditor editor;
  if (text.starts_with(utf8_mark)) {
    editor.byte_order_mark_ = utf8_mark;
    text.remove_prefix(utf8_mark.size());
  }
  if (const std::size_t first = text.find('\n'); first != std::string_view::npos && first > 0)
    if (text[first - 1] == '\r') editor.line_end_ = "\r\n";
  editor.sections_.emplace_back().position = 0;
  Cursor at(text);
  for (;;) {
    const std::size_t start = at.position();
    skip_toml_gap(at);
    std::string before(at.since(start));
    if (at.at_end()) {
      editor.end_ = std::move(before);
      return editor;
    }
    if (at.peek() == '[') {
      TRY(TomlSection section, take_header(at, std::move(before)));
      section.position = static_cast<std::int64_t>(editor.sections_.size());
      editor.sections_.push_back(std::move(section));
      continue;
    }
    TRY(TomlLine line, take_toml_line(at, std::move(before)));
    const std::size_t end = at.position();
    TRY_OK(skip_toml_line_end(at));
    line.after = at.since(end);
    editor.sections_.back().lines.push_back(std::move(line));
  }
}

std::string TomlEditor::to_string() const {
  std::string text = byte_order_mark_;
  for (const std::size_t i : section_order(sections_)) {
    text.append(sections_[i].before).append(sections_[i].header);
    for (const TomlLine& line : sections_[i].lines)
      text.append(line.before).append(line.key_text).append(line.value).append(line.after);
  }
  return text + end_;
}

void TomlEditor::end_all_lines() {
  for (TomlSection& section : sections_) {
    if (!section.header.empty()) end_line(section.header, line_end_);
    for (TomlLine& line : section.lines) end_line(line.after, line_end_);
  }
}

std::optional<TomlEditor::Place> TomlEditor::find(const TomlPath& path) const {
  for (std::size_t s = 0; s < sections_.size(); ++s) {
    const TomlSection& section = sections_[s];
    if (section.is_array_item || !starts_with(path, section.path)) continue;
    for (std::size_t l = 0; l < section.lines.size(); ++l) {
      const TomlPath full = full_path(section, section.lines[l]);
      if (full == path) return Place{s, l, {}};
      if (!starts_with(path, full)) continue;
      const auto table = TomlInlineTable::parse(section.lines[l].value);
      const TomlPath inside = path_below(path, full.size());
      if (table && table->find(inside)) return Place{s, l, inside};
    }
  }
  return std::nullopt;
}

std::optional<std::string> TomlEditor::value(const TomlPath& path) const {
  const auto place = find(path);
  if (!place) return std::nullopt;
  const std::string& written = sections_[place->section].lines[place->line].value;
  if (place->inside.empty()) return written;
  const auto table = TomlInlineTable::parse(written);
  return table ? table->find(place->inside) : std::nullopt;
}

TomlEditor::Kind TomlEditor::kind(const TomlPath& path) const {
  if (const auto written = value(path))
    return written->starts_with('{') ? Kind::inline_table : Kind::value;
  bool is_table = path.empty();
  for (const TomlSection& section : sections_) {
    if (section.path == path && section.is_array_item) return Kind::tables;
    is_table = is_table || (section.path.size() > 0 && starts_with(section.path, path));
    for (const TomlLine& line : section.lines)
      is_table =
          is_table || (!section.is_array_item && starts_with(full_path(section, line), path));
  }
  return is_table ? Kind::table : Kind::none;
}

std::vector<std::string> TomlEditor::keys(const TomlPath& path) const {
  std::vector<std::string> keys;
  const auto add = [&](const std::string& key) {
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  };
  if (const auto written = value(path)) {
    const auto table = TomlInlineTable::parse(*written);
    return table ? table->keys() : keys;
  }
  for (const TomlSection& section : sections_) {
    if (section.path.size() > path.size() && starts_with(section.path, path))
      add(section.path[path.size()]);
    if (section.is_array_item) continue;
    for (const TomlLine& line : section.lines)
      if (const TomlPath full = full_path(section, line);
          full.size() > path.size() && starts_with(full, path))
        add(full[path.size()]);
  }
  return keys;
}

void TomlEditor::insert_line(std::size_t section, std::size_t position, TomlLine line) {
  end_all_lines();
  line.after = line_end_;
  auto& lines = sections_[section].lines;
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(position), std::move(line));
}

void TomlEditor::add_section(TomlSection section) {
  end_all_lines();
  const bool is_first = sections_.size() == 1 && sections_.front().lines.empty();
  if (!is_first) section.before = line_end_;
  sections_.push_back(std::move(section));
}

std::optional<TomlEditor::Place> TomlEditor::inline_parent(const TomlPath& parent) const {
  for (std::size_t parts = parent.size(); parts > 0; --parts) {
    const TomlPath above(parent.begin(), parent.begin() + static_cast<std::ptrdiff_t>(parts));
    if (auto place = find(above)) {
      place->inside.insert(place->inside.end(), parent.begin() + static_cast<std::ptrdiff_t>(parts),
                           parent.end());
      return place;
    }
  }
  return std::nullopt;
}

Result<void> TomlEditor::set(const TomlPath& path, std::string_view value,
                             const std::optional<std::string>& before) {
  const TomlPath parent(path.begin(), path.end() - 1);
  auto place = find(path);
  if (!place) {
    place = inline_parent(parent);
    if (place) place->inside.push_back(path.back());
  }
  if (place) {
    std::string& written = sections_[place->section].lines[place->line].value;
    if (place->inside.empty()) {
      written = value;
    } else {
      auto table = TomlInlineTable::parse(written);
      if (!table || !table->set(place->inside, value))
        return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                              "`" + toml_key_text(parent) + "` is not a table", {});
      written = table->to_string();
    }
    end_all_lines();
    return {};
  }
  for (std::size_t s = 0; s < sections_.size(); ++s) {
    if (sections_[s].path != parent || sections_[s].is_array_item) continue;
    const auto& lines = sections_[s].lines;
    auto at = lines.end();
    if (before)
      at = std::ranges::find_if(lines,
                                [&](const TomlLine& line) { return line.key.front() == *before; });
    insert_line(s, static_cast<std::size_t>(at - lines.begin()),
                new_toml_line({path.back()}, value));
    return {};
  }
  // A table of dotted keys grows by another one.
  for (std::size_t s = 0; s < sections_.size(); ++s) {
    const TomlSection& section = sections_[s];
    if (section.is_array_item || !starts_with(parent, section.path)) continue;
    for (std::size_t l = section.lines.size(); l-- > 0;) {
      if (!starts_with(full_path(section, section.lines[l]), parent)) continue;
      insert_line(s, l + 1, new_toml_line(path_below(path, section.path.size()), value));
      return {};
    }
  }
  TomlSection made;
  made.path = parent;
  made.header = "[" + toml_key_text(parent) + "]" + line_end_;
  made.lines.push_back(new_toml_line({path.back()}, value));
  add_section(std::move(made));
  end_all_lines();
  return {};
}

bool TomlEditor::remove(const TomlPath& path) {
  bool is_removed = false;
  for (TomlSection& section : sections_) {
    if (section.is_array_item) continue;
    for (TomlLine& line : section.lines) {
      const TomlPath full = full_path(section, line);
      if (full == path || !starts_with(path, full)) continue;
      auto table = TomlInlineTable::parse(line.value);
      if (!table || !table->remove(path_below(path, full.size()))) continue;
      line.value = table->to_string();
      is_removed = true;
    }
    const auto gone = std::erase_if(section.lines, [&](const TomlLine& line) {
      return starts_with(full_path(section, line), path);
    });
    is_removed = is_removed || gone > 0;
  }
  const auto gone = std::erase_if(sections_, [&](const TomlSection& section) {
    return !section.path.empty() && starts_with(section.path, path);
  });
  is_removed = is_removed || gone > 0;
  if (is_removed) end_all_lines();
  return is_removed;
}

std::vector<std::size_t> TomlEditor::items(const TomlPath& path) const {
  std::vector<std::size_t> items;
  for (std::size_t s = 0; s < sections_.size(); ++s)
    if (sections_[s].is_array_item && sections_[s].path == path) items.push_back(s);
  return items;
}

std::optional<std::string> TomlEditor::item_value(std::size_t item, std::string_view key) const {
  for (const TomlLine& line : sections_[item].lines)
    if (line.key.size() == 1 && line.key.front() == key) return line.value;
  return std::nullopt;
}

void TomlEditor::set_item_value(std::size_t item, const std::string& key, std::string_view value) {
  for (TomlLine& line : sections_[item].lines) {
    if (line.key.size() != 1 || line.key.front() != key) continue;
    line.value = value;
    end_all_lines();
    return;
  }
  insert_line(item, sections_[item].lines.size(), new_toml_line({key}, value));
}

void TomlEditor::move_item(std::size_t item, std::int64_t position) {
  end_all_lines();
  sections_[item].position = position;
}

std::size_t TomlEditor::add_item(const TomlPath& path, std::int64_t position) {
  TomlSection made;
  made.path = path;
  made.is_array_item = true;
  made.position = position;
  made.header = "[[" + toml_key_text(path) + "]]" + line_end_;
  add_section(std::move(made));
  return sections_.size() - 1;
}

void TomlEditor::remove_item(std::size_t item) {
  end_all_lines();
  sections_.erase(sections_.begin() + static_cast<std::ptrdiff_t>(item));
}

std::size_t TomlEditor::top_level_size() const { return keys({}).size(); }

}  // namespace axle
