// SPDX-License-Identifier: MIT
#include "axle/project/accelerator_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"
#include "base/try.hpp"
#include "project/settings_reader.hpp"
#include "toml/toml_reader.hpp"

namespace axle {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 40 && is_ascii_alnum(text.front()) &&
         is_ascii_alnum(text.back()) && std::ranges::all_of(text, [](char c) {
           return (is_ascii_alnum(c) && !(c >= 'A' && c <= 'Z')) || c == '.' || c == '-' ||
                  c == '_';
         });
}

Result<std::string> parse_name(std::string_view text) {
  if (is_name(text)) return std::string(text);
  return fail(ErrorKind::invalid_input,
              fmt::format("`{}` is no name of an accelerator", escape_foreign(text)),
              "write it like `cpu`, `cu126` or `rocm6.4`");
}

Result<void> read_names(const TomlReader& reader, AcceleratorKeys& keys) {
  const TomlValue* value = reader.find("accelerators");
  TRY(auto names, reader.parsed_list<std::string>("accelerators", parse_name));
  keys.position = value->position;
  keys.names = *std::move(names);
  if (keys.names.empty())
    return reader.error(*value, "`accelerators` names none",
                        "write `accelerators = [\"cpu\", \"cu126\"]`, or leave the key out");
  for (std::size_t i = 0; i < keys.names.size(); ++i)
    if (std::find(keys.names.begin(), keys.names.begin() + static_cast<std::ptrdiff_t>(i),
                  keys.names[i]) != keys.names.begin() + static_cast<std::ptrdiff_t>(i))
      return reader.error(value->items[i],
                          fmt::format("`{}` is among `accelerators` twice", keys.names[i]));
  return {};
}

Result<void> read_packages(const TomlReader& reader, AcceleratorKeys& keys) {
  TRY(const std::vector<TomlValue>* items, reader.array("accelerator-packages"));
  if (items == nullptr) return {};
  for (const TomlValue& item : *items) {
    if (!item.is_string()) return reader.wrong_type(item, "a string");
    const bool is_less = item.text.starts_with('!');
    auto name = PackageName::parse(std::string_view(item.text).substr(is_less ? 1 : 0));
    if (!name) return reader.document().error(item.position, name.error());
    (is_less ? keys.fewer : keys.more).push_back(*std::move(name));
  }
  return {};
}

Result<void> read_entries(const TomlReader& parent, AcceleratorKeys& keys) {
  TRY(const TomlValue* table, parent.subtable("accelerator"));
  if (table == nullptr) return {};
  for (const TomlEntry& entry : table->entries) {
    auto name = parse_name(entry.key);
    if (!name) return parent.document().error(entry.position, name.error());
    if (!entry.value.is_table()) return parent.wrong_type(entry.value, "a table");
    const TomlReader reader(parent.document(), entry.value);
    TRY_OK(reader.refuse_unknown({"dependencies", "index", "requires"}));
    AcceleratorEntry read{{}, {}, {}, entry.position};
    TRY(auto dependencies, read_requirements(reader, "dependencies"));
    if (dependencies) read.dependencies = *std::move(dependencies);
    TRY(read.index, reader.text("index"));
    TRY(read.needs, reader.text("requires"));
    keys.entries.emplace(*std::move(name), std::move(read));
  }
  return {};
}

/// The project's own folder for environments: who wrote the project must not choose one elsewhere.
Result<std::optional<std::string>> read_environment(const TomlReader& reader) {
  TRY(auto text, reader.text("environment"));
  if (!text) return text;
  const std::filesystem::path path(*text);
  const bool leaves = path.is_absolute() || std::ranges::any_of(path, [](const auto& part) {
                        return part == ".." || part == ".";
                      });
  if (text->empty() || leaves)
    return reader.error(
        *reader.find("environment"),
        fmt::format("`environment` is a folder below the project, not `{}`", escape_foreign(*text)),
        "write it like `.venv-{accelerator}`");
  return text;
}

}  // namespace

Result<std::optional<AcceleratorKeys>> read_accelerator_keys(const TomlReader& reader) {
  AcceleratorKeys keys;
  TRY_OK(read_packages(reader, keys));
  TRY_OK(read_entries(reader, keys));
  TRY(const auto versions, reader.choice<AcceleratorVersions>(
                               "accelerator-versions", {{"same", AcceleratorVersions::same},
                                                        {"newest", AcceleratorVersions::newest}}));
  keys.versions = versions.value_or(AcceleratorVersions::same);
  TRY(const auto channel, reader.choice<std::string>(
                              "accelerator-channel",
                              {{"release", "release"}, {"test", "test"}, {"nightly", "nightly"}}));
  keys.channel = channel.value_or("release");
  TRY(keys.index_url, reader.text("accelerator-index-url"));
  TRY(keys.data, reader.text("accelerator-data"));
  TRY(keys.environment, read_environment(reader));
  if (reader.find("accelerators") == nullptr) {
    for (const std::string_view key :
         {"accelerator-versions", "accelerator-channel", "accelerator-index-url",
          "accelerator-packages", "accelerator", "environment"})
      if (const TomlValue* value = reader.find(key))
        return reader.error(*value, fmt::format("`{}` has no effect without `accelerators`", key),
                            "name the accelerators, such as `accelerators = [\"cpu\", \"cu126\"]`");
    return std::optional<AcceleratorKeys>();
  }
  TRY_OK(read_names(reader, keys));
  return std::optional(std::move(keys));
}

}  // namespace axle
