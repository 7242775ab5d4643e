// SPDX-License-Identifier: MIT
#include "project/index_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/closest.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

bool is_name_character(char c) { return is_ascii_alnum(c) || c == '-' || c == '_' || c == '.'; }

Result<std::string> parse_header_value(std::string_view text) {
  const bool is_fine = std::ranges::all_of(
      text, [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 32 && c != 127); });
  if (!is_fine)
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is not a valid header value", escape_foreign(text)));
  return std::string(text);
}

Result<void> read_cache_control(const TomlReader& reader, IndexDefinition& index) {
  TRY(const TomlValue* table, reader.subtable("cache-control"));
  if (table == nullptr) return {};
  const TomlReader inner(reader.document(), *table);
  TRY(index.cache_control_api, inner.parsed<std::string>("api", parse_header_value));
  TRY(index.cache_control_files, inner.parsed<std::string>("files", parse_header_value));
  return {};
}

Result<void> read_status_codes(const TomlReader& reader, IndexDefinition& index) {
  TRY(const std::vector<TomlValue>* codes, reader.array("ignore-error-codes"));
  if (codes == nullptr) return {};
  index.ignored_status_codes.emplace();
  for (const TomlValue& code : *codes) {
    if (code.kind != TomlValue::Kind::integer)
      return reader.wrong_type(code, "an HTTP status code");
    if (code.integer < 100 || code.integer > 599)
      return reader.error(code, fmt::format("{} is not a valid HTTP status code", code.integer));
    index.ignored_status_codes->push_back(static_cast<std::uint16_t>(code.integer));
  }
  return {};
}

Result<void> read_limits(const TomlReader& reader, const ReadContext& context,
                         IndexDefinition& index) {
  if (const TomlValue* value = reader.find("exclude-newer")) {
    TRY(const UploadLimit limit, read_upload_limit(reader, *value));
    index.exclude_newer = limit.cutoff(context.now);
  }
  TRY(const TomlValue* packages, reader.subtable("exclude-newer-package"));
  if (packages == nullptr) return {};
  for (const TomlEntry& entry : packages->entries) {
    auto name = PackageName::parse(entry.key);
    if (!name) return reader.document().error(entry.position, name.error());
    TRY(const UploadLimit limit, read_upload_limit(reader, entry.value));
    index.exclude_newer_package.insert_or_assign(*std::move(name), limit.cutoff(context.now));
  }
  return {};
}

Result<void> read_words(const TomlReader& reader, IndexDefinition& index) {
  TRY(const auto format, reader.choice<IndexFormat>("format", {{"simple", IndexFormat::simple},
                                                               {"flat", IndexFormat::flat}}));
  index.format = format.value_or(IndexFormat::simple);
  TRY(const auto authenticate,
      reader.choice<IndexAuthentication>("authenticate", {{"auto", IndexAuthentication::automatic},
                                                          {"always", IndexAuthentication::always},
                                                          {"never", IndexAuthentication::never}}));
  index.authenticate = authenticate.value_or(IndexAuthentication::automatic);
  TRY(index.hash_algorithm,
      reader.choice<DigestAlgorithm>("hash-algorithm", {{"md5", DigestAlgorithm::md5},
                                                        {"sha256", DigestAlgorithm::sha256},
                                                        {"sha384", DigestAlgorithm::sha384},
                                                        {"sha512", DigestAlgorithm::sha512},
                                                        {"blake2b", DigestAlgorithm::blake2b}}));
  return {};
}

constexpr std::array<std::string_view, 13> index_keys{
    "name",          "url",           "explicit",       "default",
    "format",        "publish-url",   "authenticate",   "ignore-error-codes",
    "cache-control", "exclude-newer", "hash-algorithm", "exclude-newer-package",
    "supplemental"};

/// uv passes over keys that it does not know, so that a file may be for a newer uv. One that is
/// nearly a known key is a slip all the same: `explict = true` would change where packages are
/// from.
Result<void> refuse_misspelt(const TomlReader& reader) {
  for (const TomlEntry& entry : reader.table().entries) {
    if (std::ranges::find(index_keys, entry.key) != index_keys.end()) continue;
    const std::string_view meant = closest(entry.key, index_keys);
    if (meant.empty()) continue;
    return reader.document().error(
        entry.position, fmt::format("unknown key `{}` of an index", escape_foreign(entry.key)),
        fmt::format("did you mean `{}`?", meant));
  }
  return {};
}

Result<IndexDefinition> read_index_table(const TomlReader& parent, const TomlValue& table,
                                         const ReadContext& context) {
  if (!table.is_table()) return parent.wrong_type(table, "a map");
  const TomlReader reader(parent.document(), table);
  TRY_OK(refuse_misspelt(reader));
  IndexDefinition index;
  index.origin = context.origin;
  TRY(index.name, reader.parsed<std::string>("name", parse_index_name));
  TRY(auto url, reader.parsed<IndexUrl>("url", [&](std::string_view text) {
    return IndexUrl::parse(text, context.directory);
  }));
  if (!url)
    return reader.error(table, "missing field `url`", "add `url = \"https://…\"` to the index");
  index.url = *std::move(url);
  TRY(const auto is_explicit, reader.flag("explicit"));
  TRY(const auto is_default, reader.flag("default"));
  index.is_explicit = is_explicit.value_or(false);
  index.is_default = is_default.value_or(false);
  TRY(const auto is_supplemental, reader.flag("supplemental"));
  index.is_supplemental = is_supplemental.value_or(false);
  if (index.is_explicit && !index.name)
    return reader.error(
        *reader.find("explicit"),
        fmt::format("An index with `explicit = true` requires a `name`: {}", index.url.text()),
        "add `name = \"…\"`, so that `tool.uv.sources` can refer to the index");
  TRY_OK(read_words(reader, index));
  TRY_OK(read_cache_control(reader, index));
  TRY_OK(read_status_codes(reader, index));
  TRY_OK(read_limits(reader, context, index));
  return index;
}

}  // namespace

Result<std::string> parse_index_name(std::string_view text) {
  if (text.empty())
    return fail(ErrorKind::invalid_input, "Index included a name, but the name was empty");
  if (!std::ranges::all_of(text, is_name_character))
    return fail(ErrorKind::invalid_input,
                fmt::format("Index names may only contain letters, digits, hyphens, underscores, "
                            "and periods, but found unsupported "
                            "character in: `{}`",
                            escape_foreign(text)));
  return std::string(text);
}

Result<std::vector<IndexDefinition>> read_index_tables(const TomlReader& parent,
                                                       const std::vector<TomlValue>& items,
                                                       const ReadContext& context) {
  std::vector<IndexDefinition> indexes;
  bool has_default = false;
  for (const TomlValue& item : items) {
    TRY(IndexDefinition index, read_index_table(parent, item, context));
    const auto has_name = [&](const IndexDefinition& other) { return other.name == index.name; };
    if (index.name && std::ranges::any_of(indexes, has_name))
      return parent.error(item, fmt::format("duplicate index name `{}`", *index.name),
                          "give each index a name of its own");
    if (index.is_default && has_default)
      return parent.error(
          item,
          "found multiple indexes with `default = true`; only one index may be marked as default");
    has_default = has_default || index.is_default;
    indexes.push_back(std::move(index));
  }
  return indexes;
}

Result<IndexDefinition> parse_index_option(std::string_view text,
                                           const std::filesystem::path& directory,
                                           IndexOrigin origin) {
  IndexDefinition index;
  index.origin = origin;
  // `name=url`, unless the equals sign belongs to the URL.
  const std::size_t equals = text.find('=');
  if (equals != std::string_view::npos && !text.substr(0, equals).contains(':') &&
      !text.substr(0, equals).contains('/')) {
    TRY(index.name, parse_index_name(text.substr(0, equals)));
    text.remove_prefix(equals + 1);
  }
  TRY(index.url, IndexUrl::parse(text, directory));
  return index;
}

Result<UploadLimit> read_upload_limit(const TomlReader& reader, const TomlValue& value) {
  if (value.kind == TomlValue::Kind::boolean) {
    if (value.boolean)
      return reader.error(value, "expected false to disable exclude-newer, got true");
    return UploadLimit::never();
  }
  if (value.is_table()) {
    const TomlReader inner(reader.document(), value);
    for (const char* key : {"span", "timestamp"})
      if (const TomlValue* text = inner.find(key))
        return inner.parse_text<UploadLimit>(*text, UploadLimit::parse);
    return reader.error(value, "missing field `timestamp`");
  }
  if (!value.is_string())
    return reader.wrong_type(value,
                             "a date/timestamp/duration string, false to disable exclude-newer, or "
                             "a table with timestamp/span");
  return reader.parse_text<UploadLimit>(value, UploadLimit::parse);
}

}  // namespace axle
