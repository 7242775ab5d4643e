// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <system_error>
#include <vector>

#include "base/file_trace.hpp"
#include "base/temp.hpp"
#include "base/text.hpp"
#include "base/try.hpp"

namespace axle {
namespace {

/// The permissions that the user lets new files have. Asked once: only the kernel's answer needs no
/// change of the mask, which other threads would see.
mode_t allowed_mode() {
  static const mode_t allowed = [] {
#if defined(__linux__)
    const Fd file(::open("/proc/self/status", O_RDONLY | O_CLOEXEC));
    std::array<char, 4096> text{};
    const ssize_t got = file.is_open() ? ::read(file.get(), text.data(), text.size() - 1) : 0;
    constexpr std::string_view key = "\nUmask:\t";
    const std::string_view read(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    if (const std::size_t at = read.find(key); at != std::string_view::npos)
      return static_cast<mode_t>(~std::strtoul(read.data() + at + key.size(), nullptr, 8) & 0777);
#endif
    const mode_t mask = ::umask(022);
    ::umask(mask);
    return static_cast<mode_t>(~mask & 0777);
  }();
  return allowed;
}

/// The mode of a file that is replaced stays; a new one has what the user's mask leaves of `mode`.
mode_t mode_for(const fs::path& target, unsigned mode) {
  struct stat status{};
  if (::lstat(target.c_str(), &status) == 0 && S_ISREG(status.st_mode))
    return status.st_mode & 0777;
  return static_cast<mode_t>(mode) & allowed_mode();
}

/// A device or a pipe, such as /dev/null, /dev/stdout and what a shell makes of `>(command)`, is
/// written to: in its place a file would be of use to nobody, and root would take it from all.
bool is_written_through(const fs::path& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 &&
         (S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode) || S_ISFIFO(status.st_mode) ||
          S_ISSOCK(status.st_mode));
}

Result<void> write_through(const fs::path& path, std::string_view contents) {
  const Fd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.is_open()) return io_failure("write", path, errno);
  return write_all(file.get(), contents, path);
}

Result<void> replace_file(const fs::path& path, std::string_view contents, unsigned mode,
                          bool durable) {
  if (is_written_through(path)) return write_through(path, contents);
  std::error_code ignored;
  // A link stays a link: what it points to is replaced.
  const fs::path target =
      fs::is_symlink(path, ignored) ? fs::weakly_canonical(path, ignored) : path;
  const fs::path directory = target.has_parent_path() ? target.parent_path() : fs::path(".");
  // The files that matter lie in users' directories, where nothing else clears away.
  if (durable) TempFile::remove_left_in(directory);
  TRY(TempFile temp, TempFile::create_in(directory));
  TRY_OK(write_all(temp.file(), contents, target));
  if (::fchmod(temp.file(), mode_for(target, mode)) != 0)
    return io_failure("set permissions of", temp.path(), errno);
  // Data before name: a crash must not leave an empty file under `path`.
  if (durable && ::fsync(temp.file()) != 0) return io_failure("sync", temp.path(), errno);
  return temp.rename_to(target);
}

}  // namespace

std::unexpected<Error> io_failure(std::string_view action, const fs::path& path, int error_number) {
  const ErrorKind kind =
      error_number == ENOENT || error_number == ENOTDIR ? ErrorKind::not_found : ErrorKind::io;
  std::string hint;
  if (error_number == ENOSPC || error_number == EDQUOT)
    hint = "free some space on that file system, then run the command again";
  if (error_number == EMFILE)
    hint = "raise the limit of open files, for example with `ulimit -n 4096`";
  return fail_with_code(kind, ErrorCode::io,
                        fmt::format("failed to {} `{}`: {}", action, escape_foreign(path.string()),
                                    std::strerror(error_number)),
                        path.string(), {}, hint);
}

Result<std::string> read_file(const fs::path& path, std::uint64_t max_bytes) {
  FileTrace::note(path.c_str(), FileUse::contents);
  // O_NONBLOCK, so that opening a FIFO does not wait for a writer.
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return io_failure("read", path, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return io_failure("read", path, errno);
  if (!S_ISREG(status.st_mode)) {
    return fail_with_code(ErrorKind::invalid_input, ErrorCode::io,
                          fmt::format("`{}` is not a regular file", escape_foreign(path.string())),
                          path.string());
  }
  const auto too_large = [&] {
    return fail_with_code(
        ErrorKind::invalid_input, ErrorCode::io,
        fmt::format("`{}` is larger than {}", escape_foreign(path.string()), human_size(max_bytes)),
        path.string());
  };
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > max_bytes) return too_large();
  std::string contents(size + 1, '\0');  // one more, to see the end without another read
  std::size_t filled = 0;
  for (;;) {
    if (filled == contents.size()) contents.resize(contents.size() * 2);
    const ssize_t got = ::read(file.get(), contents.data() + filled, contents.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read", path, errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    if (filled > max_bytes) return too_large();
  }
  contents.resize(filled);
  return contents;
}

Result<void> write_all(int file, std::string_view contents, const fs::path& path_for_errors) {
  while (!contents.empty()) {
    const ssize_t written = ::write(file, contents.data(), contents.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_failure("write", path_for_errors, errno);
    contents.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> write_file_atomically(const fs::path& path, std::string_view contents, unsigned mode) {
  return replace_file(path, contents, mode, true);
}

Result<void> write_file_quickly(const fs::path& path, std::string_view contents, unsigned mode) {
  return replace_file(path, contents, mode, false);
}

Result<void> make_directories(const fs::path& path, unsigned mode) {
  if (path.empty() || ::mkdir(path.c_str(), static_cast<mode_t>(mode)) == 0) return {};
  if (errno == ENOENT && path.has_parent_path() && path.parent_path() != path) {
    TRY_OK(make_directories(path.parent_path(), mode));
    if (::mkdir(path.c_str(), static_cast<mode_t>(mode)) == 0) return {};
  }
  const int error_number = errno;
  if (error_number == EEXIST && directory_exists(path)) return {};
  return io_failure("create directory", path, error_number);
}

Result<void> remove_tree(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) return io_failure("remove", path, error.value());
  return {};
}

Result<void> list_directory(
    const fs::path& path,
    const std::function<void(const std::string& name, bool is_directory)>& visit) {
  FileTrace::note(path.c_str(), FileUse::contents);
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path.c_str()), &::closedir);
  if (!directory) return io_failure("list", path, errno);
  std::vector<std::pair<std::string, bool>> entries;
  errno = 0;
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string_view name(static_cast<const char*>(entry->d_name));
    if (name == "." || name == "..") continue;
    bool is_directory_entry = entry->d_type == DT_DIR;
    if (entry->d_type == DT_UNKNOWN) {
      struct stat status{};
      is_directory_entry = ::lstat((path / name).c_str(), &status) == 0 && S_ISDIR(status.st_mode);
    }
    entries.emplace_back(name, is_directory_entry);
    errno = 0;
  }
  if (errno != 0) return io_failure("list", path, errno);
  std::ranges::sort(entries);
  for (const auto& [name, is_directory_entry] : entries) visit(name, is_directory_entry);
  return {};
}

bool path_exists(const fs::path& path) {
  FileTrace::note(path.c_str(), FileUse::kind);
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0;
}

bool directory_exists(const fs::path& path) {
  FileTrace::note(path.c_str(), FileUse::kind);
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

bool file_exists(const fs::path& path) {
  FileTrace::note(path.c_str(), FileUse::kind);
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

fs::path absolute_path(const fs::path& path) {
  std::error_code ignored;
  return fs::absolute(path, ignored).lexically_normal();
}

}  // namespace axle
