// SPDX-License-Identifier: MIT
#include "lock/lockfile_read.hpp"

#include <fmt/format.h>

#include "axle/lock/lock.hpp"
#include "base/text.hpp"
#include "lock/option_words.hpp"

namespace axle {

std::unexpected<Error> LockReader::missing(const LockValue& table, std::string_view key) const {
  return error(table, fmt::format("missing field `{}`", key));
}

Result<std::string_view> LockReader::string(const LockValue& value) const {
  if (!value.is_string()) return error(value, "expected a string");
  return value.text;
}

Result<std::optional<std::string_view>> LockReader::text(const LockValue& table,
                                                         std::string_view key) const {
  const LockValue* value = table.find(key);
  if (value == nullptr) return std::optional<std::string_view>();
  TRY(const std::string_view text, string(*value));
  return std::optional(text);
}

Result<std::string_view> LockReader::required_text(const LockValue& table,
                                                   std::string_view key) const {
  const LockValue* value = table.find(key);
  if (value == nullptr) return missing(table, key);
  return string(*value);
}

Result<const std::vector<LockValue>*> LockReader::array(const LockValue& table,
                                                        std::string_view key) const {
  const LockValue* value = table.find(key);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) return error(*value, fmt::format("`{}` must be an array", key));
  return &value->items;
}

Result<const LockValue*> LockReader::table(const LockValue& table, std::string_view key) const {
  const LockValue* value = table.find(key);
  if (value != nullptr && !value->is_table())
    return error(*value, fmt::format("`{}` must be a table", key));
  return value;
}

Result<Marker> LockReader::marker(const LockValue& value) {
  TRY(const std::string_view text, string(value));
  if (const auto known = known_markers_.find(text); known != known_markers_.end())
    return known->second;
  auto marker = Marker::parse(text);
  if (!marker) return error(value, marker.error().message);
  known_markers_.emplace(text, *marker);
  return *marker;
}

Result<Marker> LockReader::optional_marker(const LockValue& table) {
  const LockValue* value = table.find("marker");
  if (value == nullptr) return Marker::always();
  return marker(*value);
}

Result<std::vector<Marker>> LockReader::markers(const LockValue& table, std::string_view key) {
  TRY(const std::vector<LockValue>* const items, array(table, key));
  std::vector<Marker> all;
  if (items == nullptr) return all;
  for (const LockValue& item : *items) {
    TRY(const Marker one, marker(item));
    all.push_back(one);
  }
  return all;
}

Result<std::optional<LockedDefaultGroups>> LockReader::default_groups(
    const LockValue& table) const {
  const LockValue* value = table.find("default-groups");
  if (value == nullptr) return std::optional<LockedDefaultGroups>();
  LockedDefaultGroups groups;
  if (value->is_string() && value->text == "all") {
    groups.all = true;
  } else {
    TRY(groups.groups, list<GroupName>(table, "default-groups"));
  }
  return std::optional(std::move(groups));
}

Result<LockedGroupPythons> LockReader::group_pythons(const LockValue& parent) const {
  TRY(const LockValue* const groups, table(parent, "group-requires-python"));
  LockedGroupPythons pythons;
  if (groups == nullptr) return pythons;
  for (const auto& [key, value] : groups->entries) {
    auto name = GroupName::parse(key);
    if (!name) return error(value, name.error().message);
    TRY(VersionSpecifiers specifiers, parsed<VersionSpecifiers>(value));
    pythons.insert_or_assign(*std::move(name), std::move(specifiers));
  }
  return pythons;
}

namespace {

template <class Mode, class Words>
Result<void> read_mode(const LockReader& reader, const LockValue& table, std::string_view key,
                       const Words& words, Mode& mode) {
  TRY(const auto text, reader.text(table, key));
  if (!text) return {};
  const auto found = find_mode(words, *text);
  if (!found)
    return reader.error(*table.find(key),
                        fmt::format("unknown `{}`: `{}`", key, escape_foreign(*text)));
  mode = *found;
  return {};
}

Result<UploadLimit> read_limit(const LockReader& reader, const LockValue& value) {
  if (value.kind == LockValue::Kind::boolean && !value.boolean) return UploadLimit::never();
  if (!value.is_table()) return reader.parsed<UploadLimit>(value);
  return reader.required<UploadLimit>(value, "span");
}

Result<std::optional<std::pair<unsigned, unsigned>>> read_libc(const LockReader& reader,
                                                               const LockValue& table,
                                                               std::string_view key) {
  using Pair = std::pair<unsigned, unsigned>;
  TRY(const auto text, reader.text(table, key));
  if (!text) return std::optional<Pair>();
  const std::size_t dot = std::min(text->find('.'), text->size() - 1);
  const auto major = parse_unsigned(text->substr(0, dot));
  const auto minor = parse_unsigned(text->substr(dot + 1));
  if (!major || !minor || *major > 999 || *minor > 999)
    return reader.error(*table.find(key), "expected a version of two numbers");
  return std::optional(Pair(static_cast<unsigned>(*major), static_cast<unsigned>(*minor)));
}

}  // namespace

Result<LockedOptions> LockReader::options(const LockValue& table) const {
  LockedOptions options;
  TRY_OK(read_mode(*this, table, "resolution-mode", resolution_words, options.resolution));
  TRY_OK(read_mode(*this, table, "prerelease-mode", prerelease_words, options.prerelease));
  TRY_OK(read_mode(*this, table, "fork-strategy", fork_words, options.fork_strategy));
  TRY(const LockValue* const libc, this->table(table, "minimum-libc-version"));
  if (libc != nullptr) {
    MinimumLibc minimum;
    TRY(minimum.glibc, read_libc(*this, *libc, "glibc"));
    TRY(minimum.musl, read_libc(*this, *libc, "musl"));
    options.minimum_libc = minimum;
  }
  if (table.find("exclude-newer-span") != nullptr) {
    TRY(options.exclude_newer, optional_parsed<UploadLimit>(table, "exclude-newer-span"));
  } else {
    TRY(options.exclude_newer, optional_parsed<UploadLimit>(table, "exclude-newer"));
  }
  TRY(const LockValue* const modes, this->table(table, "prerelease-package"));
  if (modes != nullptr)
    for (const auto& [key, value] : modes->entries) {
      auto name = PackageName::parse(key);
      if (!name) return error(value, name.error().message);
      TRY_OK(read_mode(*this, *modes, key, prerelease_words,
                       options.prerelease_package[*std::move(name)]));
    }
  TRY(const LockValue* const limits, this->table(table, "exclude-newer-package"));
  if (limits != nullptr)
    for (const auto& [key, value] : limits->entries) {
      auto name = PackageName::parse(key);
      if (!name) return error(value, name.error().message);
      TRY(UploadLimit limit, read_limit(*this, value));
      options.exclude_newer_package.insert_or_assign(*std::move(name), std::move(limit));
    }
  return options;
}

Result<Lockfile> parse_lockfile(const std::filesystem::path& path, std::string text) {
  TRY(const LockDocument document, LockDocument::parse(path, std::move(text)));
  LockReader reader(document);
  const LockValue& root = document.root();
  Lockfile lockfile;
  const LockValue* version = root.find("version");
  if (version == nullptr || version->kind != LockValue::Kind::integer)
    return reader.missing(root, "version");
  if (version->integer != 1)
    return reader.error(*version,
                        fmt::format("the lockfile uses schema version {}, only version 1 is "
                                    "supported",
                                    version->integer));
  lockfile.revision = 0;
  if (const LockValue* revision = root.find("revision")) {
    if (revision->kind != LockValue::Kind::integer || revision->integer < 0 ||
        revision->integer > 1'000'000)
      return reader.error(*revision, "`revision` must be a small number");
    lockfile.revision = static_cast<unsigned>(revision->integer);
  }
  TRY(VersionSpecifiers python, reader.required<VersionSpecifiers>(root, "requires-python"));
  lockfile.requires_python = RequiresPython::from(std::move(python));
  TRY(lockfile.fork_markers, reader.markers(root, "resolution-markers"));
  TRY(lockfile.supported_markers, reader.markers(root, "supported-markers"));
  TRY(lockfile.required_markers, reader.markers(root, "required-markers"));
  TRY(const std::vector<LockValue>* const sets, reader.array(root, "conflicts"));
  if (sets != nullptr)
    for (const LockValue& set : *sets) {
      if (!set.is_array()) return reader.error(set, "a conflict must be an array");
      ConflictSet items;
      for (const LockValue& item : set.items) {
        TRY(ConflictItem parsed, reader.conflict_item(item));
        items.insert(std::move(parsed));
      }
      lockfile.conflicts.push_back(std::move(items));
    }
  TRY(const LockValue* const options, reader.table(root, "options"));
  if (options != nullptr) {
    TRY(lockfile.options, reader.options(*options));
  }
  TRY(const LockValue* const manifest, reader.table(root, "manifest"));
  if (manifest != nullptr) {
    TRY(lockfile.manifest, reader.manifest(*manifest));
  }
  TRY(lockfile.accelerators, reader.accelerators(root));
  // Locks of early versions say `distribution`.
  TRY(const std::vector<LockValue>* packages, reader.array(root, "package"));
  if (packages == nullptr) {
    TRY(packages, reader.array(root, "distribution"));
  }
  if (packages != nullptr) {
    TRY(lockfile.packages, reader.packages(*packages));
  }
  TRY_OK(Marker::check_capacity());
  return lockfile;
}

}  // namespace axle
