// SPDX-License-Identifier: MIT
#include "axle/toml/toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <system_error>
#include <utility>

#include <toml++/toml.h>

#include "base/file.hpp"
#include "base/shown.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "toml/toml_guard.hpp"

namespace axle {
namespace {

TomlPosition position_of(const toml::source_region& region) {
  return {static_cast<std::uint32_t>(region.begin.line),
          static_cast<std::uint32_t>(region.begin.column)};
}

template <class T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TomlValue converted(const toml::node& node);

void convert_entries(const toml::table& table, TomlValue& value) {
  value.entries.reserve(table.size());
  for (const auto& [key, child] : table)
    value.entries.push_back({std::string(key.str()), position_of(key.source()), converted(child)});
  // The library keeps keys in alphabetical order, but the order of extras and of groups is the
  // user's.
  std::ranges::stable_sort(value.entries, {}, &TomlEntry::position);
}

// Recursion is bounded: guard_toml has counted the levels.
TomlValue converted(const toml::node& node) {
  TomlValue value;
  value.position = position_of(node.source());
  if (const auto* table = node.as_table()) {
    value.kind = TomlValue::Kind::table;
    convert_entries(*table, value);
  } else if (const auto* array = node.as_array()) {
    value.kind = TomlValue::Kind::array;
    value.items.reserve(array->size());
    for (const toml::node& item : *array) value.items.push_back(converted(item));
  } else if (const auto* text = node.as_string()) {
    value.kind = TomlValue::Kind::string;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.kind = TomlValue::Kind::integer;
    value.integer = integer->get();
  } else if (const auto* floating = node.as_floating_point()) {
    value.kind = TomlValue::Kind::floating;
    value.floating = floating->get();
  } else if (const auto* boolean = node.as_boolean()) {
    value.kind = TomlValue::Kind::boolean;
    value.boolean = boolean->get();
  } else {
    value.kind = TomlValue::Kind::date_time;
    if (const auto* date = node.as_date()) value.text = printed(date->get());
    if (const auto* time = node.as_time()) value.text = printed(time->get());
    if (const auto* moment = node.as_date_time()) value.text = printed(moment->get());
  }
  return value;
}

std::string_view line_of(std::string_view text, std::uint32_t line) {
  for (std::uint32_t number = 1; number < line; ++number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// A file may be one line of 16 MiB; what is shown of it stays short.
constexpr std::size_t shown_bytes = 160;

std::string excerpt(std::string_view text, TomlPosition position) {
  const std::string_view written = line_of(text, position.line);
  std::size_t column = position.column == 0 ? 0 : position.column - 1;
  // Hidden before it is cut: half a password is a secret as well.
  std::string line = hide_user_info(written);
  if (line.size() != written.size()) column = hide_user_info(written.substr(0, column)).size();
  if (line.size() > shown_bytes) {
    if (column > shown_bytes) return {};
    line.resize(shown_bytes);
  }
  const std::string number = std::to_string(position.line);
  const std::string margin(number.size(), ' ');
  column = std::min(column, line.size());
  return fmt::format("\n{0} |\n{1} | {2}\n{0} | {3}^", margin, number, escape_foreign(line),
                     std::string(column, ' '));
}

}  // namespace

const TomlValue* TomlValue::find(std::string_view key) const {
  for (const TomlEntry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

const TomlValue* TomlValue::find_path(std::initializer_list<std::string_view> keys) const {
  const TomlValue* value = this;
  for (const std::string_view key : keys) {
    value = value->find(key);
    if (value == nullptr) return nullptr;
  }
  return value;
}

std::string TomlValue::describe() const {
  switch (kind) {
    case Kind::string:
      return fmt::format("string \"{}\"", escape_foreign(text));
    case Kind::integer:
      return fmt::format("integer `{}`", integer);
    case Kind::floating:
      return fmt::format("floating point `{}`", floating);
    case Kind::boolean:
      return fmt::format("boolean `{}`", boolean);
    case Kind::date_time:
      return fmt::format("datetime `{}`", text);
    case Kind::array:
      return "sequence";
    case Kind::table:
      break;
  }
  return "map";
}

TomlDocument TomlDocument::with_root(TomlValue root) const {
  TomlDocument made;
  made.contents_ = std::make_shared<const Contents>(
      Contents{.path = contents_->path, .text = contents_->text, .root = std::move(root)});
  return made;
}

std::unexpected<Error> TomlDocument::error(TomlPosition position, std::string_view message,
                                           std::string hint) const {
  auto failure = fail_with_code(
      ErrorKind::invalid_input, ErrorCode::project,
      fmt::format("Failed to parse: {}", shown_path(path())), path().string(),
      fmt::format("line {}, column {}", position.line, position.column), std::move(hint));
  auto cause = failure.error();
  cause.message =
      fmt::format("TOML parse error at line {}, column {}{}\n{}", position.line, position.column,
                  excerpt(contents_->text, position), hide_user_info(message));
  cause.hints.clear();
  failure.error().cause = std::make_shared<const Error>(std::move(cause));
  return failure;
}

std::unexpected<Error> TomlDocument::error(TomlPosition position, const Error& reason) const {
  auto failure = error(position, reason.message);
  failure.error().hints = reason.hints;
  return failure;
}

Result<TomlDocument> TomlDocument::parse(std::filesystem::path path, std::string text) {
  const auto contents = std::make_shared<Contents>();
  TomlDocument document;
  document.contents_ = contents;
  contents->path = std::move(path);
  // A byte order mark is no part of the text; editors on Windows write one.
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  contents->text = std::move(text);
  if (const auto fault = guard_toml(contents->text, max_bytes, max_depth))
    return document.error(fault->position, fault->message);
  try {
    const toml::table table = toml::parse(contents->text, contents->path.string());
    contents->root.kind = TomlValue::Kind::table;
    contents->root.position = {1, 1};
    convert_entries(table, contents->root);
  } catch (const toml::parse_error& fault) {
    return document.error(position_of(fault.source()), escape_foreign(fault.description()));
  } catch (const std::exception& fault) {
    return document.error({1, 1}, escape_foreign(fault.what()));
  }
  return document;
}

Result<TomlDocument> TomlDocument::read(const std::filesystem::path& path) {
  TRY(std::string text, read_file(path, max_bytes));
  return parse(path, std::move(text));
}

Result<TomlDocument> TomlFiles::read(const std::filesystem::path& path) {
  if (const auto known = known_.find(path); known != known_.end()) return known->second;
  TRY(TomlDocument document, TomlDocument::read(path));
  if (reading_) {
    TRY(document, reading_(std::move(document)));
  }
  return known_.emplace(path, std::move(document)).first->second;
}

Result<TomlDocument> read_toml(const std::filesystem::path& path, TomlFiles* files) {
  return files != nullptr ? files->read(path) : TomlDocument::read(path);
}

}  // namespace axle
