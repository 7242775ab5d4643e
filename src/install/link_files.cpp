// SPDX-License-Identifier: MIT
#include "install/link_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__linux__)
#include <linux/fs.h>
#include <sys/ioctl.h>
#elif defined(__APPLE__)
#include <sys/clonefile.h>
#endif

#include <array>
#include <cerrno>

#include "base/fd.hpp"
#include "base/file.hpp"

namespace axle {
namespace {

constexpr mode_t plain_mode = 0644, executable_mode = 0755;

/// Makes the new file; its own errors are told apart from those of the way by `made`.
int create(const FileToLink& file, Fd& source, Fd& target) {
  source = Fd(::openat(file.source_directory, file.source_name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!source.is_open()) return errno;
  target =
      Fd(::openat(file.directory, file.name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                  file.executable ? executable_mode : plain_mode));
  return target.is_open() ? 0 : errno;
}

int give_up(const FileToLink& file, int error_number) {
  ::unlinkat(file.directory, file.name, 0);
  return error_number;
}

int clone_file(const FileToLink& file) {
#if defined(__linux__) && defined(FICLONE)
  Fd source, target;
  if (const int failed = create(file, source, target); failed != 0) return failed;
  if (::ioctl(target.get(), FICLONE, source.get()) == 0) return 0;
  return give_up(file, errno == EEXIST ? EIO : errno);
#elif defined(__APPLE__)
  if (::clonefileat(file.source_directory, file.source_name, file.directory, file.name,
                    CLONE_NOFOLLOW) != 0)
    return errno;
  return ::fchmodat(file.directory, file.name, file.executable ? executable_mode : plain_mode, 0) ==
                 0
             ? 0
             : give_up(file, errno);
#else
  static_cast<void>(file);
  return ENOTSUP;
#endif
}

int copy_contents(int source, int target) {
#if defined(__linux__)
  // Inside the kernel, where it can; the first call tells.
  for (bool first = true;; first = false) {
    const ssize_t copied =
        ::copy_file_range(source, nullptr, target, nullptr, std::size_t{1} << 30, 0);
    if (copied == 0 && !first) return 0;
    if (copied > 0) continue;
    if (copied < 0 && !first) return errno;
    break;
  }
#endif
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t got = ::read(source, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    if (got == 0) return 0;
    for (ssize_t done = 0; done < got;) {
      const ssize_t written =
          ::write(target, buffer.data() + done, static_cast<std::size_t>(got - done));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return errno;
      done += written;
    }
  }
}

int copy_file(const FileToLink& file) {
  Fd source, target;
  if (const int failed = create(file, source, target); failed != 0) return failed;
  if (const int failed = copy_contents(source.get(), target.get()); failed != 0)
    return give_up(file, failed);
  return target.close_now() ? 0 : give_up(file, errno);
}

bool is_unsupported(int error_number) {
  return error_number == EOPNOTSUPP || error_number == ENOTSUP || error_number == EXDEV ||
         error_number == EINVAL || error_number == ENOTTY || error_number == ENOSYS ||
         error_number == EPERM || error_number == EMLINK || error_number == ETXTBSY;
}

}  // namespace

int FileLinker::try_mode(LinkMode mode, const FileToLink& file, const fs::path& source) const {
  switch (mode) {
    case LinkMode::automatic:
    case LinkMode::clone:
      return clone_file(file);
    case LinkMode::hardlink:
      return ::linkat(file.source_directory, file.source_name, file.directory, file.name, 0) == 0
                 ? 0
                 : errno;
    case LinkMode::symlink:
      return ::symlinkat((source / file.source_name).c_str(), file.directory, file.name) == 0
                 ? 0
                 : errno;
    case LinkMode::copy:
      return copy_file(file);
  }
  return EINVAL;
}

Result<FileLinker::Outcome> FileLinker::link(const FileToLink& file, const fs::path& source) {
  for (LinkMode mode = mode_;;) {
    const int failed = try_mode(mode, file, source);
    if (failed == 0) return Outcome::done;
    if (failed == EEXIST) return Outcome::exists;
    if (mode == LinkMode::copy || !is_unsupported(failed))
      return io_failure("install", source / file.source_name, failed);
    const LinkMode next = mode == LinkMode::clone ? LinkMode::hardlink : LinkMode::copy;
    // Too many links to one file says nothing about the next file.
    if (failed != EMLINK) {
      LinkMode expected = mode;
      mode_.compare_exchange_strong(expected, next);
      if (next == LinkMode::copy) fell_back_to_copy_ = true;
    }
    mode = next;
  }
}

std::optional<LinkMode> parse_link_mode(std::string_view text) {
  if (text == "clone") return LinkMode::clone;
  if (text == "copy") return LinkMode::copy;
  if (text == "hardlink") return LinkMode::hardlink;
  if (text == "symlink") return LinkMode::symlink;
  return std::nullopt;
}

}  // namespace axle
