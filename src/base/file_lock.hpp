// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>

#include "axle/base/error.hpp"
#include "base/fd.hpp"

namespace axle {

/// A lock on a path between processes, held while the object lives. The kernel drops it if we die.
class FileLock {
 public:
  enum class Mode { shared, exclusive };

  /// Makes the file if needed and waits at most `patience`. Errors: `locked` (E_LOCKED) if someone
  /// else still holds it; `io` otherwise, also where the file system has no locks.
  static Result<FileLock> acquire(const std::filesystem::path& path, Mode mode,
                                  std::chrono::milliseconds patience);

 private:
  explicit FileLock(Fd file) : file_(std::move(file)) {}
  Fd file_;  // closing it is releasing it
};

}  // namespace axle
