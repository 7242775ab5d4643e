// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "axle/base/error.hpp"
#include "axle/toml/toml.hpp"

namespace axle {

struct LockEntry;

/// A value of a lockfile. Texts are views into the document.
struct LockValue {
  enum class Kind : std::uint8_t { string, integer, boolean, array, table, other };
  Kind kind = Kind::table;
  bool boolean = false;
  std::uint32_t line = 0;  ///< counts from 1
  std::string_view text;   ///< of a string
  std::int64_t integer = 0;
  std::vector<LockValue> items;    ///< of an array
  std::vector<LockEntry> entries;  ///< of a table; each key once

  bool is_string() const { return kind == Kind::string; }
  bool is_array() const { return kind == Kind::array; }
  bool is_table() const { return kind == Kind::table; }
  /// The value of a key, or null.
  const LockValue* find(std::string_view key) const;
};

struct LockEntry {
  std::string_view key;
  LockValue value;
};

/// A lockfile as TOML. Files laid out as uv lays them out are read by a parser of our own in a
/// fraction of the time; whatever that does not know goes to the general parser.
class LockDocument {
 public:
  static constexpr std::size_t max_bytes = std::size_t{256} << 20;

  /// Limits: 256 MiB; in other than uv's layout 16 MiB and depth 64. Linear in `text`.
  /// Errors: `invalid_input` (E_LOCKFILE) with line and column.
  static Result<LockDocument> parse(std::filesystem::path path, std::string text);

  const LockValue& root() const { return storage_->root; }
  /// What is wrong with the file at `value`.
  std::unexpected<Error> error(const LockValue& value, std::string_view message) const;

 private:
  // Views must survive a move of the document.
  struct Storage {
    std::filesystem::path path;
    std::string text;
    std::deque<std::string> unescaped;
    TomlDocument general;
    LockValue root;
  };
  friend class LockParser;

  std::unique_ptr<Storage> storage_;
};

}  // namespace axle
