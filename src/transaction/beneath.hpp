// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "axle/base/error.hpp"
#include "base/fd.hpp"

namespace axle {

/// What tells a file from another one that took its name later. A value.
struct FileIdentity {
  char kind = 'f';  ///< 'f' regular file, 'd' directory, 'l' link, 'o' anything else
  std::uint64_t inode = 0;
  std::uint64_t size = 0;     ///< 0 but for a regular file
  std::int64_t modified = 0;  ///< ns since the epoch; 0 but for a regular file

  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

/// "f:1f3:20:5e3…", in hexadecimal.
std::string to_text(const FileIdentity& identity);
std::optional<FileIdentity> parse_file_identity(std::string_view text);

/// A directory and what is below it, reached without following a link and without leaving it.
/// Paths are relative, their components plain names.
class Beneath {
 public:
  /// Links that lead to `prefix` itself are followed. Errors: `io`, `not_found`.
  static Result<Beneath> open(const std::filesystem::path& prefix);

  /// What is there; none if nothing is, or a link is on the way. Errors: `io` where that cannot be
  /// told.
  Result<std::optional<FileIdentity>> look(std::string_view path) const;
  /// The directory itself.
  FileIdentity own_identity() const;

  /// Renames, never over something; makes the directories that `to` lies in. Returns 0 or the error
  /// number: ELOOP or ENOTDIR if a link is on the way.
  int move(std::string_view from, std::string_view to) const;
  /// Removes the directory if it is empty. Says nothing if it is not.
  void remove_if_empty(std::string_view path) const;
  /// The whole of a regular file of this user's. Errors: `not_found`; `invalid_input` for anything
  /// else that is there; `io`.
  Result<std::string> read_own_file(std::string_view path, std::uint64_t most) const;
  /// Calls `visit` for each entry of a directory, in no order. Nothing if it is none. Errors: `io`.
  Result<void> list(std::string_view path,
                    const std::function<void(const std::string& name)>& visit) const;

 private:
  Beneath(std::filesystem::path prefix, Fd directory)
      : prefix_(std::move(prefix)), directory_(std::move(directory)) {}
  Fd open_directory(std::string_view path, bool make) const;

  std::filesystem::path prefix_;  // for messages
  Fd directory_;
};

}  // namespace axle
