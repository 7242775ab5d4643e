// SPDX-License-Identifier: MIT
#include "transaction/beneath.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <memory>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "transaction/rename_exclusively.hpp"

namespace axle {
namespace {

constexpr int as_directory = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

std::pair<std::string_view, std::string> split_last(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {std::string_view{}, std::string(path)};
  return {path.substr(0, slash), std::string(path.substr(slash + 1))};
}

FileIdentity identity_of(const struct stat& status) {
  FileIdentity identity;
  identity.kind = S_ISREG(status.st_mode)   ? 'f'
                  : S_ISDIR(status.st_mode) ? 'd'
                  : S_ISLNK(status.st_mode) ? 'l'
                                            : 'o';
  identity.inode = status.st_ino;
  if (identity.kind != 'f') return identity;
#if defined(__APPLE__)
  const timespec& modified = status.st_mtimespec;
#else
  const timespec& modified = status.st_mtim;
#endif
  identity.size = static_cast<std::uint64_t>(status.st_size);
  identity.modified = modified.tv_sec * std::int64_t{1'000'000'000} + modified.tv_nsec;
  return identity;
}

/// Whether an error says that nothing is there which may be reached: no such name, a file or a link
/// on the way. Any other says nothing of what is there.
bool says_absent(int error_number) {
  return error_number == ENOENT || error_number == ENOTDIR || error_number == ELOOP;
}

template <typename Number>
bool take_hex(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::string to_text(const FileIdentity& identity) {
  return fmt::format("{}:{:x}:{:x}:{:x}", identity.kind, identity.inode, identity.size,
                     identity.modified);
}

std::optional<FileIdentity> parse_file_identity(std::string_view text) {
  const auto parts = split(text, ':');
  FileIdentity identity;
  if (parts.size() != 4 || parts[0].size() != 1 ||
      std::string_view("fdlo").find(parts[0][0]) == std::string_view::npos)
    return std::nullopt;
  identity.kind = parts[0][0];
  if (!take_hex(parts[1], identity.inode) || !take_hex(parts[2], identity.size) ||
      !take_hex(parts[3], identity.modified))
    return std::nullopt;
  return identity;
}

Result<Beneath> Beneath::open(const fs::path& prefix) {
  Fd directory(::open(prefix.c_str(), as_directory));
  if (!directory.is_open()) return io_failure("open", prefix, errno);
  return Beneath(prefix, std::move(directory));
}

/// Component by component: where one of them is a link, errno is ELOOP or ENOTDIR.
Fd Beneath::open_directory(std::string_view path, bool make) const {
  Fd here(::openat(directory_.get(), ".", as_directory));
  while (here.is_open() && !path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string name(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    Fd next(::openat(here.get(), name.c_str(), as_directory | O_NOFOLLOW));
    if (!next.is_open() && errno == ENOENT && make) {
      if (::mkdirat(here.get(), name.c_str(), 0777) != 0 && errno != EEXIST) return {};
      next = Fd(::openat(here.get(), name.c_str(), as_directory | O_NOFOLLOW));
    }
    here = std::move(next);
  }
  return here;
}

Result<std::optional<FileIdentity>> Beneath::look(std::string_view path) const {
  const auto [parent, name] = split_last(path);
  const Fd directory = open_directory(parent, false);
  struct stat status{};
  if (directory.is_open() &&
      ::fstatat(directory.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0)
    return identity_of(status);
  if (says_absent(errno)) return std::nullopt;
  return io_failure("look at", prefix_ / path, errno);
}

FileIdentity Beneath::own_identity() const {
  struct stat status{};
  return ::fstat(directory_.get(), &status) == 0 ? identity_of(status) : FileIdentity{};
}

int Beneath::move(std::string_view from, std::string_view to) const {
  const auto [from_parent, from_name] = split_last(from);
  const auto [to_parent, to_name] = split_last(to);
  const Fd source = open_directory(from_parent, false);
  if (!source.is_open()) return errno;
  const Fd target = open_directory(to_parent, true);
  if (!target.is_open()) return errno;
  return rename_exclusively(source.get(), from_name, target.get(), to_name);
}

void Beneath::remove_if_empty(std::string_view path) const {
  const auto [parent, name] = split_last(path);
  const Fd directory = open_directory(parent, false);
  if (directory.is_open()) ::unlinkat(directory.get(), name.c_str(), AT_REMOVEDIR);
}

Result<std::string> Beneath::read_own_file(std::string_view path, std::uint64_t most) const {
  const auto [parent, name] = split_last(path);
  const fs::path whole = prefix_ / path;
  const Fd directory = open_directory(parent, false);
  if (!directory.is_open()) return io_failure("read", whole, errno);
  const Fd file(
      ::openat(directory.get(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  const auto not_ours = [&whole] {
    return fail(ErrorKind::invalid_input,
                fmt::format("`{}` is no file of this user's", escape_foreign(whole.string())));
  };
  if (!file.is_open() && errno == ELOOP) return not_ours();
  if (!file.is_open()) return io_failure("read", whole, errno);
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return io_failure("read", whole, errno);
  if (!S_ISREG(status.st_mode) || status.st_uid != ::geteuid() ||
      static_cast<std::uint64_t>(status.st_size) > most)
    return not_ours();
  std::string text;
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read", whole, errno);
    if (got == 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(got));
    if (text.size() > most) return not_ours();
  }
}

Result<void> Beneath::list(std::string_view path,
                           const std::function<void(const std::string& name)>& visit) const {
  const fs::path whole = prefix_ / path;
  const Fd opened = open_directory(path, false);
  if (!opened.is_open() && says_absent(errno)) return {};
  if (!opened.is_open()) return io_failure("list", whole, errno);
  const int number = ::fcntl(opened.get(), F_DUPFD_CLOEXEC, 0);  // closedir closes its own
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(number < 0 ? nullptr : ::fdopendir(number),
                                                      &::closedir);
  if (!directory) return io_failure("list", whole, errno);
  errno = 0;
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string name(static_cast<const char*>(entry->d_name));
    if (name != "." && name != "..") visit(name);
    errno = 0;
  }
  if (errno != 0) return io_failure("list", whole, errno);
  return {};
}

}  // namespace axle
