// SPDX-License-Identifier: MIT
#include "lock/lock_document.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/try.hpp"
#include "lock/lock_parser.hpp"

namespace axle {
namespace {

/// What the general parser read, in our terms.
LockValue from_toml(const TomlValue& toml) {
  using Kind = TomlValue::Kind;
  LockValue value;
  value.line = toml.position.line;
  switch (toml.kind) {
    case Kind::string:
      value.kind = LockValue::Kind::string;
      value.text = toml.text;
      break;
    case Kind::integer:
      value.kind = LockValue::Kind::integer;
      value.integer = toml.integer;
      break;
    case Kind::boolean:
      value.kind = LockValue::Kind::boolean;
      value.boolean = toml.boolean;
      break;
    case Kind::array:
      value.kind = LockValue::Kind::array;
      for (const TomlValue& item : toml.items) value.items.push_back(from_toml(item));
      break;
    case Kind::table:
      for (const TomlEntry& entry : toml.entries)
        value.entries.push_back({entry.key, from_toml(entry.value)});
      break;
    case Kind::floating:
    case Kind::date_time:
      value.kind = LockValue::Kind::other;
      break;
  }
  return value;
}

std::unexpected<Error> bad_lockfile(const std::filesystem::path& path, Error reason,
                                    std::string place) {
  Error error{ErrorKind::invalid_input,
              fmt::format("failed to parse `{}`", escape_foreign(path.filename().string())),
              {"restore the lockfile from version control, or delete it and run `axle lock`"},
              std::make_shared<const Error>(std::move(reason)),
              ErrorCode::lockfile,
              path.string(),
              std::move(place)};
  return std::unexpected(std::move(error));
}

}  // namespace

const LockValue* LockValue::find(std::string_view key) const {
  for (const auto& [name, value] : entries)
    if (name == key) return &value;
  return nullptr;
}

Result<LockDocument> LockDocument::parse(std::filesystem::path path, std::string text) {
  if (text.size() > max_bytes)
    return bad_lockfile(path,
                        Error{ErrorKind::invalid_input,
                              fmt::format("it has {}, more than {}", human_size(text.size()),
                                          human_size(max_bytes)),
                              {},
                              nullptr,
                              {},
                              {},
                              {}},
                        {});
  LockDocument document;
  document.storage_ = std::make_unique<Storage>();
  Storage& storage = *document.storage_;
  storage.path = std::move(path);
  storage.text = std::move(text);
  // A text that is no UTF-8 is left to the parser that can say where.
  if (is_valid_utf8(storage.text)) {
    LockParser parser(storage.text, storage.unescaped);
    if (auto root = parser.parse()) {
      storage.root = *std::move(root);
      return document;
    }
    if (storage.text.size() > TomlDocument::max_bytes)
      return bad_lockfile(
          storage.path,
          Error{ErrorKind::invalid_input,
                fmt::format("line {}: it is not laid out as uv does it from here on, and has {}, "
                            "more than the {} that such a file may have",
                            parser.line(), human_size(storage.text.size()),
                            human_size(TomlDocument::max_bytes)),
                {},
                nullptr,
                {},
                {},
                {}},
          fmt::format("line {}", parser.line()));
  }
  auto general = TomlDocument::parse(storage.path, storage.text);
  if (!general) {
    // Its own head says the same as ours.
    const Error& error = general.error();
    return bad_lockfile(storage.path, error.cause ? *error.cause : error, {});
  }
  storage.general = *std::move(general);
  storage.root = from_toml(storage.general.root());
  return document;
}

std::unexpected<Error> LockDocument::error(const LockValue& value, std::string_view message) const {
  std::string place = fmt::format("line {}", value.line);
  Error reason{
      ErrorKind::invalid_input, fmt::format("{}: {}", place, message), {}, nullptr, {}, {}, {}};
  return bad_lockfile(storage_->path, std::move(reason), std::move(place));
}

}  // namespace axle
