// SPDX-License-Identifier: MIT
#include "migrate/pyproject_writer.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/try.hpp"
#include "migrate/toml_text.hpp"

namespace axle {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The comments that a file begins with, up to and with the empty line behind them. Those directly
/// above a table are the table's.
std::string_view head_of(std::string_view text) {
  std::size_t end = 0, at = 0;
  while (at < text.size()) {
    const std::size_t next = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = trim(text.substr(at, next - at));
    if (!line.empty() && !line.starts_with('#')) break;
    at = next;
    if (line.empty()) end = at;
  }
  return text.substr(0, end);
}

}  // namespace

Result<PyprojectWriter> PyprojectWriter::open(std::string_view text) {
  PyprojectWriter writer;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  writer.head_ = head_of(text);
  writer.comments_ = SourceComments(text);
  TRY(writer.made_, TomlEditor::open(""));
  TRY(writer.rest_, TomlEditor::open(text.substr(writer.head_.size())));
  return writer;
}

TomlEditor& PyprojectWriter::editor_for(const TomlPath& path) {
  // A table is written where it is; of `[tool]` each tool's is one of its own.
  const std::size_t length = path.front() == "tool" ? 2 : 1;
  const TomlPath table(path.begin(),
                       path.begin() + static_cast<std::ptrdiff_t>(std::min(length, path.size())));
  return has(table) ? rest_ : made_;
}

Result<void> PyprojectWriter::set(const TomlPath& path, const TomlValue& value) {
  return editor_for(path).set(path, toml_value_text(value, comments_));
}

Result<void> PyprojectWriter::set_table(const TomlPath& path, const TomlValue& table,
                                        bool only_values) {
  for (const TomlEntry& entry : table.entries) {
    if (only_values && entry.value.is_table()) continue;
    TomlPath inner = path;
    inner.push_back(entry.key);
    TRY_OK(set(inner, entry.value));
  }
  return {};
}

Result<void> PyprojectWriter::add_indexes(const TomlValue& indexes) {
  const TomlPath path{"tool", "uv", "index"};
  if (has(path)) return {};
  TomlEditor& editor = editor_for(path);
  for (const TomlValue& index : indexes.items) {
    const std::size_t item = editor.add_item(path, TomlSection::unplaced);
    for (const TomlEntry& entry : index.entries)
      editor.set_item_value(item, entry.key, toml_value_text(entry.value));
  }
  return {};
}

std::string PyprojectWriter::to_string() const {
  std::string made = made_.to_string();
  std::string rest = rest_.to_string();
  const std::size_t start = rest.find_first_not_of("\r\n");
  rest = start == std::string::npos ? std::string() : rest.substr(start);
  if (!made.empty() && !rest.empty()) made += "\n";
  if (rest_.line_end() == "\r\n") made = replace_all(made, "\n", "\r\n");
  return head_ + made + rest;
}

}  // namespace axle
