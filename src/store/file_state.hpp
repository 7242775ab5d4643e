// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>

#include <cstdint>

namespace axle {

/// What a file of the store looked like when its bytes were last known to be right. As long as it
/// looks the same it is not read again. A value.
struct FileState {
  std::int64_t modified = 0;  ///< ns since the epoch
  std::int64_t changed =
      0;  ///< ns since the epoch: moves with every write, whoever resets the other
  std::uint64_t inode = 0;

  static FileState of(const struct stat& status) {
#if defined(__APPLE__)
    const timespec &modified = status.st_mtimespec, &changed = status.st_ctimespec;
#else
    const timespec &modified = status.st_mtim, &changed = status.st_ctim;
#endif
    constexpr std::int64_t second = 1'000'000'000;
    return {modified.tv_sec * second + modified.tv_nsec, changed.tv_sec * second + changed.tv_nsec,
            status.st_ino};
  }
  friend bool operator==(const FileState&, const FileState&) = default;
};

}  // namespace axle
