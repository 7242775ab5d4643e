// SPDX-License-Identifier: MIT
#include "base/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <thread>

#include "base/cancel.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace axle {

Result<FileLock> FileLock::acquire(const fs::path& path, Mode mode,
                                   std::chrono::milliseconds patience) {
  Fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
  // A read-only cache can be shared all the same.
  if (!file.is_open() && mode == Mode::shared)
    file = Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  // A directory is its own lock file.
  if (!file.is_open() && errno == EISDIR)
    file = Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open()) return io_failure("open the lock", path, errno);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const int operation = (mode == Mode::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
  for (;;) {
    if (::flock(file.get(), operation) == 0) return FileLock(std::move(file));
    if (errno != EWOULDBLOCK && errno != EINTR) return io_failure("lock", path, errno);
    if (cancelled()) return fail(ErrorKind::cancelled, "interrupted");
    if (std::chrono::steady_clock::now() >= deadline) {
      return fail_with_code(
          ErrorKind::locked, ErrorCode::locked,
          fmt::format("`{}` is in use by another process", escape_foreign(path.string())),
          path.string(), {}, "wait for the other process, or raise `UV_LOCK_TIMEOUT` (seconds)");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace axle
