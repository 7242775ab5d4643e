// SPDX-License-Identifier: MIT
#include "transaction/rename_exclusively.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace axle {

int rename_exclusively(int from_directory, const std::string& from, int to_directory,
                       const std::string& to) {
#if defined(__linux__) && defined(RENAME_NOREPLACE)
  if (::renameat2(from_directory, from.c_str(), to_directory, to.c_str(), RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
#elif defined(__APPLE__)
  if (::renameatx_np(from_directory, from.c_str(), to_directory, to.c_str(), RENAME_EXCL) == 0)
    return 0;
  if (errno != ENOTSUP) return errno;
#endif
  // The file system cannot do it in one step; between these two only someone without the lock could
  // interfere.
  struct stat status{};
  if (::fstatat(to_directory, to.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) return EEXIST;
  return ::renameat(from_directory, from.c_str(), to_directory, to.c_str()) == 0 ? 0 : errno;
}

}  // namespace axle
