// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/text.hpp"
#include "base/try.hpp"
#include "edit/project_edit.hpp"
#include "toml_edit/toml_strings.hpp"

namespace axle {
namespace {

const TomlPath indexes{"tool", "uv", "index"};

std::string text_of(const TomlEditor& editor, std::size_t item, std::string_view key) {
  const auto value = editor.item_value(item, key);
  const auto text = value ? read_toml_string(*value) : Result<std::string>();
  return text ? *text : std::string();
}

/// `https://host/simple` and `https://HOST/simple/` are one index.
std::string comparable(std::string_view url) {
  if (url.ends_with('/')) url.remove_suffix(1);
  const std::size_t host = url.find("://");
  const std::size_t path = host == std::string_view::npos ? host : url.find('/', host + 3);
  const std::size_t end = std::min(path, url.size());
  return ascii_lower(url.substr(0, end)) + std::string(url.substr(end));
}

bool is_same(const TomlEditor& editor, std::size_t item, const NewIndex& index) {
  if (index.name && text_of(editor, item, "name") == *index.name) return true;
  if (index.is_default && editor.item_value(item, "default") == "true") return true;
  const std::string url = text_of(editor, item, "url");
  return !url.empty() && comparable(url) == comparable(index.url);
}

void describe(TomlEditor& editor, std::size_t item, const NewIndex& index) {
  if (index.name && text_of(editor, item, "name") != *index.name)
    editor.set_item_value(item, "name", toml_string(*index.name));
  if (text_of(editor, item, "url") != index.url)
    editor.set_item_value(item, "url", toml_string(index.url));
  if (index.is_default && editor.item_value(item, "default") != "true")
    editor.set_item_value(item, "default", "true");
}

}  // namespace

Result<void> ProjectEdit::add_index(const NewIndex& index) {
  const TomlEditor::Kind kind = editor_.kind(indexes);
  if (kind != TomlEditor::Kind::none && kind != TomlEditor::Kind::tables)
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::project,
                          "`tool.uv.index` is not an array of tables", {}, "tool.uv.index",
                          "write each index as a table of its own: `[[tool.uv.index]]`");
  std::optional<std::size_t> kept;
  std::optional<std::int64_t> top;
  std::vector<std::size_t> replaced;
  for (const std::size_t item : editor_.items(indexes)) {
    if (!is_same(editor_, item, index)) {
      const std::int64_t position = editor_.item_position(item);
      top = std::min(top.value_or(position), position);
      editor_.move_item(item, position + 1);
    } else if (kept) {
      replaced.push_back(item);
    } else {
      kept = item;
    }
  }
  // As in uv, an only index goes behind as many tables as the file has keys at its top level.
  if (!top) top = static_cast<std::int64_t>(editor_.top_level_size());
  if (kept)
    editor_.move_item(*kept, *top);
  else
    kept = editor_.add_item(indexes, *top);
  describe(editor_, *kept, index);
  for (auto item = replaced.rbegin(); item != replaced.rend(); ++item) editor_.remove_item(*item);
  return {};
}

}  // namespace axle
