// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "axle/base/error.hpp"

namespace axle {

/// A place in a file; both count from 1. Columns are counted in characters.
struct TomlPosition {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  friend auto operator<=>(const TomlPosition&, const TomlPosition&) = default;
};

struct TomlEntry;

/// A TOML value with the place it was written at. Tables keep the order in which their keys were
/// written.
struct TomlValue {
  enum class Kind : std::uint8_t { string, integer, floating, boolean, date_time, array, table };
  Kind kind = Kind::table;
  TomlPosition position;
  std::string text;                ///< of a string, or of a date or time as RFC 3339 has it
  std::int64_t integer = 0;        ///< of an integer
  double floating = 0;             ///< of a float
  bool boolean = false;            ///< of a boolean
  std::vector<TomlValue> items;    ///< of an array
  std::vector<TomlEntry> entries;  ///< of a table

  bool is_table() const { return kind == Kind::table; }
  bool is_array() const { return kind == Kind::array; }
  bool is_string() const { return kind == Kind::string; }
  /// The value of a key of a table, or null. Keys are unique.
  const TomlValue* find(std::string_view key) const;
  /// The value at keys below each other: `find_path({"tool", "uv"})`; null as soon as one is no
  /// table or missing.
  const TomlValue* find_path(std::initializer_list<std::string_view> keys) const;
  /// "string `abc`", "integer `1`", "a table": for messages.
  std::string describe() const;
};

struct TomlEntry {
  std::string key;
  TomlPosition position;
  TomlValue value;
};

/// A TOML file that was read. Positions in errors refer to `text`. Copies share what was read.
class TomlDocument {
 public:
  static constexpr std::size_t max_bytes = std::size_t{16} << 20;
  static constexpr std::size_t max_depth = 64;

  /// `path` is only for messages.
  /// Limits: 16 MiB; 64 brackets and dotted keys inside each other. Linear in `text` but for the
  /// sorting of keys. Errors: `invalid_input` (E_PROJECT) with line and column for what is no
  /// TOML 1.0, no UTF-8, or beyond a limit.
  static Result<TomlDocument> parse(std::filesystem::path path, std::string text);
  /// The same for a file. Errors: also those of read_file.
  static Result<TomlDocument> read(const std::filesystem::path& path);

  /// The same file with other contents, made from its own: errors about them show the file's lines.
  TomlDocument with_root(TomlValue root) const;

  const TomlValue& root() const { return contents_->root; }
  const std::filesystem::path& path() const { return contents_->path; }

  /// "Failed to parse: pyproject.toml", caused by "TOML parse error at line 3, column 5", the line
  /// and a caret below the place, and `message`.
  std::unexpected<Error> error(TomlPosition position, std::string_view message,
                               std::string hint = {}) const;
  /// As above, with an error that is the reason.
  std::unexpected<Error> error(TomlPosition position, const Error& reason) const;

 private:
  struct Contents {
    std::filesystem::path path;
    std::string text;
    TomlValue root;
  };
  std::shared_ptr<const Contents> contents_ = std::make_shared<const Contents>();
};

/// The files that one run reads in several places (settings and project), each read and parsed
/// once. Not safe for threads.
class TomlFiles {
 public:
  /// What a file says in the terms of whoever reads it.
  using Reading = std::function<Result<TomlDocument>(TomlDocument)>;

  TomlFiles() = default;
  /// `reading` is applied to each file once, after it was parsed.
  explicit TomlFiles(Reading reading) : reading_(std::move(reading)) {}

  /// As TomlDocument::read; a file that was read before is as it was then. Errors: also those of
  /// the reading.
  Result<TomlDocument> read(const std::filesystem::path& path);

 private:
  Reading reading_;
  std::map<std::filesystem::path, TomlDocument> known_;
};

/// `files->read(path)`, or without files TomlDocument::read(path).
Result<TomlDocument> read_toml(const std::filesystem::path& path, TomlFiles* files);

}  // namespace axle
