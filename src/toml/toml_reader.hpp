// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "axle/toml/toml.hpp"

namespace axle {

/// A table of a document, read key by key into types. A missing key is an empty optional; a value
/// of another type, or one that its parser refuses, is an error at its place. Holds references:
/// document and table outlive it.
class TomlReader {
 public:
  /// Requires: `table` is one.
  TomlReader(const TomlDocument& document, const TomlValue& table)
      : document_(document), table_(table) {}

  const TomlDocument& document() const { return document_; }
  const TomlValue& table() const { return table_; }
  const TomlValue* find(std::string_view key) const { return table_.find(key); }

  Result<std::optional<std::string>> text(std::string_view key) const;
  Result<std::optional<bool>> flag(std::string_view key) const;
  /// 1 or more.
  Result<std::optional<std::uint64_t>> positive(std::string_view key) const;
  Result<std::optional<std::vector<std::string>>> texts(std::string_view key) const;
  /// The table at `key`, or null.
  Result<const TomlValue*> subtable(std::string_view key) const;
  /// The items of the array at `key`, or null.
  Result<const std::vector<TomlValue>*> array(std::string_view key) const;

  /// A string read by `parse`, which returns a Result<T>.
  template <class T, class Parse>
  Result<std::optional<T>> parsed(std::string_view key, Parse parse) const {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::optional<T>{};
    auto result = parse_text<T>(*value, parse);
    if (!result) return std::unexpected(std::move(result).error());
    return std::optional<T>(*std::move(result));
  }
  /// A list of strings, each read by `parse`.
  template <class T, class Parse>
  Result<std::optional<std::vector<T>>> parsed_list(std::string_view key, Parse parse) const {
    auto items = array(key);
    if (!items) return std::unexpected(std::move(items).error());
    if (*items == nullptr) return std::optional<std::vector<T>>{};
    std::vector<T> all;
    for (const TomlValue& item : **items) {
      auto result = parse_text<T>(item, parse);
      if (!result) return std::unexpected(std::move(result).error());
      all.push_back(*std::move(result));
    }
    return std::optional<std::vector<T>>(std::move(all));
  }
  /// One value that must be a string, read by `parse`.
  template <class T, class Parse>
  Result<T> parse_text(const TomlValue& value, Parse parse) const {
    if (!value.is_string()) return wrong_type(value, "a string");
    auto result = parse(std::string_view(value.text));
    if (!result) return document_.error(value.position, result.error());
    return *std::move(result);
  }
  /// One of the words of a closed list.
  template <class T>
  Result<std::optional<T>> choice(
      std::string_view key, std::initializer_list<std::pair<std::string_view, T>> words) const {
    const TomlValue* value = find(key);
    if (value == nullptr) return std::optional<T>{};
    std::vector<std::string_view> names;
    for (const auto& [word, meaning] : words) {
      if (value->is_string() && value->text == word) return std::optional<T>(meaning);
      names.push_back(word);
    }
    return no_such_choice(*value, names);
  }

  /// Errors for the first key that is not one of `known`.
  Result<void> refuse_unknown(std::initializer_list<std::string_view> known) const;

  std::unexpected<Error> error(const TomlValue& value, std::string_view message,
                               std::string hint = {}) const {
    return document_.error(value.position, message, std::move(hint));
  }
  std::unexpected<Error> wrong_type(const TomlValue& value, std::string_view expected) const;

 private:
  std::unexpected<Error> no_such_choice(const TomlValue& value,
                                        const std::vector<std::string_view>& names) const;

  const TomlDocument& document_;
  const TomlValue& table_;
};

}  // namespace axle
