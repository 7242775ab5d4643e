// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "axle/base/error.hpp"
#include "base/fd.hpp"

namespace axle {

/// A file of our own, deleted when this goes, unless it was renamed. Its name starts with
/// `.axle-tmp-`. Until then it is locked (flock), which tells it from one that a killed run left.
class TempFile {
 public:
  static Result<TempFile> create_in(const std::filesystem::path& directory);
  /// Removes the files of that kind in a directory that no run holds any more. What cannot be read
  /// or removed stays.
  static void remove_left_in(const std::filesystem::path& directory);
  TempFile(TempFile&& other) noexcept;
  TempFile& operator=(TempFile&& other) noexcept;
  ~TempFile();

  const std::filesystem::path& path() const { return path_; }
  int file() const { return file_.get(); }
  /// Gives it its final name, in the same file system; replaces what is there. Errors: `io`; it is
  /// deleted then.
  Result<void> rename_to(const std::filesystem::path& target);

 private:
  TempFile(std::filesystem::path path, Fd file) : path_(std::move(path)), file_(std::move(file)) {}
  void discard();

  std::filesystem::path path_;  // empty once it is not ours any more
  Fd file_;
};

/// A directory of our own (mode 0700), deleted with all that is in it when this goes, unless
/// released.
class TempDirectory {
 public:
  /// `directory` is made if it does not exist.
  static Result<TempDirectory> create_in(const std::filesystem::path& directory);
  TempDirectory(TempDirectory&& other) noexcept;
  TempDirectory& operator=(TempDirectory&& other) noexcept;
  ~TempDirectory();

  const std::filesystem::path& path() const { return path_; }
  /// Keeps the directory; the caller owns it from here on.
  std::filesystem::path release();

 private:
  explicit TempDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  void discard();

  std::filesystem::path path_;
};

/// The directory for temporary files: TMPDIR, else /tmp.
std::filesystem::path system_temp_directory();

}  // namespace axle
