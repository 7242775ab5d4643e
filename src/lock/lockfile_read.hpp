// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "axle/lock/lockfile.hpp"
#include "base/try.hpp"
#include "lock/lock_document.hpp"

namespace axle {

/// Reads the values of a lockfile's tables, with errors that name the line. Markers that are
/// written many times are read once.
class LockReader {
 public:
  explicit LockReader(const LockDocument& document) : document_(document) {}

  std::unexpected<Error> error(const LockValue& value, std::string_view message) const {
    return document_.error(value, message);
  }
  /// A string; none if the key is missing.
  Result<std::optional<std::string_view>> text(const LockValue& table, std::string_view key) const;
  Result<std::string_view> required_text(const LockValue& table, std::string_view key) const;
  /// An array; null if the key is missing.
  Result<const std::vector<LockValue>*> array(const LockValue& table, std::string_view key) const;
  /// A table; null if the key is missing.
  Result<const LockValue*> table(const LockValue& table, std::string_view key) const;
  Result<std::string_view> string(const LockValue& value) const;

  Result<Marker> marker(const LockValue& value);
  Result<Marker> optional_marker(const LockValue& table);
  Result<std::vector<Marker>> markers(const LockValue& table, std::string_view key);

  /// A string read by `T::parse`.
  template <class T>
  Result<T> parsed(const LockValue& value) const {
    TRY(const std::string_view text, string(value));
    auto result = T::parse(text);
    if (!result) return error(value, result.error().message);
    return *std::move(result);
  }
  template <class T>
  Result<std::optional<T>> optional_parsed(const LockValue& table, std::string_view key) const {
    const LockValue* value = table.find(key);
    if (value == nullptr) return std::optional<T>();
    TRY(T result, parsed<T>(*value));
    return std::optional<T>(std::move(result));
  }
  template <class T>
  Result<T> required(const LockValue& table, std::string_view key) const {
    const LockValue* value = table.find(key);
    if (value == nullptr) return missing(table, key);
    return parsed<T>(*value);
  }
  template <class T>
  Result<std::vector<T>> list(const LockValue& table, std::string_view key) const {
    TRY(const std::vector<LockValue>* const items, array(table, key));
    std::vector<T> all;
    if (items == nullptr) return all;
    for (const LockValue& item : *items) {
      TRY(T value, parsed<T>(item));
      all.push_back(std::move(value));
    }
    return all;
  }
  std::unexpected<Error> missing(const LockValue& table, std::string_view key) const;

  // lockfile_read.cpp and requirement_read.cpp
  Result<LockedRequirement> requirement(const LockValue& value);
  Result<std::vector<LockedRequirement>> requirements(const LockValue& table, std::string_view key);
  Result<std::map<GroupName, std::vector<LockedRequirement>>> requirement_groups(
      const LockValue& table);
  Result<ConflictItem> conflict_item(const LockValue& value) const;
  Result<std::optional<LockedDefaultGroups>> default_groups(const LockValue& table) const;
  Result<LockedGroupPythons> group_pythons(const LockValue& table) const;
  Result<LockManifest> manifest(const LockValue& table);
  /// The tables `accelerators` and `accelerator` of the document.
  Result<std::optional<LockedAccelerators>> accelerators(const LockValue& root);
  Result<LockedOptions> options(const LockValue& table) const;
  // package_read.cpp
  Result<std::vector<LockedPackage>> packages(const std::vector<LockValue>& values);

 private:
  const LockDocument& document_;
  std::unordered_map<std::string_view, Marker> known_markers_;
};

}  // namespace axle
