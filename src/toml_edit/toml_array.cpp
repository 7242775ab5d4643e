// SPDX-License-Identifier: MIT
#include "toml_edit/toml_array.hpp"

#include <algorithm>

#include "base/cursor.hpp"
#include "base/try.hpp"
#include "toml_edit/toml_scan.hpp"

namespace axle {
namespace {

struct Comment {
  bool has_own_line;
  std::string text;
};

/// The comments of a gap; one that begins on the line where the gap begins keeps its blanks.
std::vector<Comment> comments_of(std::string_view gap) {
  std::vector<Comment> comments;
  bool is_first_line = true;
  for (std::string_view line : split(gap, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t start = line.find('#');
    if (start != std::string_view::npos)
      comments.push_back({!is_first_line, std::string(is_first_line ? line : line.substr(start))});
    is_first_line = false;
  }
  return comments;
}

/// How far the first item is indented: what stands before it on its line.
std::string indent_of(std::string_view gap) {
  constexpr std::string_view usual = "    ";
  if (gap.ends_with('\n')) gap.remove_suffix(1);
  if (gap.ends_with('\r')) gap.remove_suffix(1);
  std::string_view line =
      gap.substr(gap.find('\n') == std::string_view::npos ? 0 : gap.rfind('\n') + 1);
  line = line.substr(0, line.find('#'));
  return std::string(line.empty() ? usual : line);
}

}  // namespace

Result<TomlArray> TomlArray::parse(std::string_view value) {
  TomlArray array;
  Cursor at(value);
  if (!at.skip('[')) return toml_scan_failure(at, "expected `[`");
  const auto add_comments = [&array](std::string_view gap) {
    for (Comment& comment : comments_of(gap)) {
      if (comment.has_own_line)
        array.parts_.push_back({{}, std::move(comment.text), {}});
      else if (array.parts_.empty())
        array.open_comment_ = std::move(comment.text);
      else
        array.parts_.back().comment += comment.text;
    }
  };
  std::string_view gap = take_toml_gap(at);
  array.indent_ = indent_of(gap);
  add_comments(gap);
  while (!at.skip(']')) {
    const std::size_t start = at.position();
    TRY_OK(skip_toml_value(at));
    array.parts_.push_back({std::string(at.since(start)), {}, std::string(gap)});
    add_comments(take_toml_gap(at));
    if (!at.skip(',')) {
      if (at.peek() != ']') return toml_scan_failure(at, "expected `,` or `]`");
      continue;
    }
    gap = take_toml_gap(at);
    add_comments(gap);
  }
  if (!at.at_end()) return toml_scan_failure(at, "expected the end of the array");
  return array;
}

std::size_t TomlArray::size() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(parts_, [](const Part& part) { return !part.item.empty(); }));
}

std::vector<std::string> TomlArray::items() const {
  std::vector<std::string> items;
  for (const Part& part : parts_)
    if (!part.item.empty()) items.push_back(part.item);
  return items;
}

std::size_t TomlArray::part_of(std::size_t position) const {
  std::size_t part = 0;
  for (std::size_t seen = 0; part < parts_.size(); ++part)
    if (!parts_[part].item.empty() && seen++ == position) break;
  return part;
}

void TomlArray::insert(std::size_t position, std::string item) {
  std::size_t part = part_of(position);
  if (position == 0 && part != parts_.size()) part = 0;
  parts_.insert(parts_.begin() + static_cast<std::ptrdiff_t>(part), {std::move(item), {}, {}});
}

void TomlArray::replace(std::size_t position, std::string item) {
  parts_[part_of(position)].item = std::move(item);
}

void TomlArray::erase(std::size_t position) {
  const std::size_t part = part_of(position);
  const std::size_t next = part_of(position + 1);
  Part& gone = parts_[part];
  // What stood before it stands before the next one then, as with uv.
  if (next < parts_.size()) {
    parts_[next].gap = gone.gap + parts_[next].gap;
    if (position == 0) indent_ = indent_of(parts_[next].gap);
  }
  gone.item.clear();
  gone.comment = trim(gone.comment);
  if (gone.comment.empty()) parts_.erase(parts_.begin() + static_cast<std::ptrdiff_t>(part));
}

std::string TomlArray::to_string(std::string_view line_end) const {
  std::string text = "[" + open_comment_;
  for (const Part& part : parts_) {
    text.append(line_end).append(indent_).append(part.item);
    if (!part.item.empty()) text += ',';
    text += part.comment;
  }
  if (!parts_.empty() || !open_comment_.empty()) text += line_end;
  return text + "]";
}

}  // namespace axle
