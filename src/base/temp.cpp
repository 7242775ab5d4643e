// SPDX-License-Identifier: MIT
#include "base/temp.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>  // NOLINT: mkstemp and mkdtemp are POSIX, not in <cstdlib>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "axle/base/environment.hpp"
#include "base/file.hpp"
#include "base/try.hpp"

namespace axle {
namespace {
constexpr const char* name_template = ".axle-tmp-XXXXXX";
constexpr std::string_view name_start = ".axle-tmp-";

/// Locks a new file. False if remove_left_in took it for one that was left, in the moment before.
bool hold(const Fd& file) {
  // A file system without locks has none that tells a file as left, either.
  if (::flock(file.get(), LOCK_EX) != 0) return true;
  struct stat status{};
  return ::fstat(file.get(), &status) != 0 || status.st_nlink > 0;
}

/// Whether it is a file of this user that nobody holds.
bool is_left(const Fd& file) {
  struct stat status{};
  return ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode) &&
         status.st_uid == ::geteuid() && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
}

}  // namespace

Result<TempFile> TempFile::create_in(const fs::path& directory) {
  for (;;) {
    std::string path = (directory / name_template).string();
    Fd file(::mkostemp(path.data(), O_CLOEXEC));
    if (!file.is_open()) return io_failure("create a temporary file in", directory, errno);
    if (hold(file)) return TempFile(fs::path(path), std::move(file));
  }
}

void TempFile::remove_left_in(const fs::path& directory) {
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(directory.c_str()), &::closedir);
  if (!listing) return;
  const int at = ::dirfd(listing.get());
  while (const dirent* entry = ::readdir(listing.get())) {
    const char* const name = static_cast<const char*>(entry->d_name);
    if (!std::string_view(name).starts_with(name_start)) continue;
    const Fd file(::openat(at, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.is_open() && is_left(file)) ::unlinkat(at, name, 0);
  }
}

TempFile::TempFile(TempFile&& other) noexcept
    : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}

TempFile& TempFile::operator=(TempFile&& other) noexcept {
  if (this != &other) {
    discard();
    path_ = std::exchange(other.path_, {});
    file_ = std::move(other.file_);
  }
  return *this;
}

TempFile::~TempFile() { discard(); }

void TempFile::discard() {
  if (!path_.empty()) ::unlink(path_.c_str());
  path_.clear();
}

Result<void> TempFile::rename_to(const fs::path& target) {
  // Still locked between the two steps.
  const Fd held(::fcntl(file_.get(), F_DUPFD_CLOEXEC, 0));
  if (!file_.close_now()) return io_failure("write", path_, errno);
  if (::rename(path_.c_str(), target.c_str()) != 0) return io_failure("replace", target, errno);
  path_.clear();
  return {};
}

Result<TempDirectory> TempDirectory::create_in(const fs::path& directory) {
  TRY_OK(make_directories(directory));
  std::string path = (directory / name_template).string();
  if (::mkdtemp(path.data()) == nullptr)
    return io_failure("create a temporary directory in", directory, errno);
  return TempDirectory(fs::path(path));
}

TempDirectory::TempDirectory(TempDirectory&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TempDirectory& TempDirectory::operator=(TempDirectory&& other) noexcept {
  if (this != &other) {
    discard();
    path_ = std::exchange(other.path_, {});
  }
  return *this;
}

TempDirectory::~TempDirectory() { discard(); }

void TempDirectory::discard() {
  if (!path_.empty())
    static_cast<void>(remove_tree(path_));  // what stays is found by the next cache prune
  path_.clear();
}

fs::path TempDirectory::release() { return std::exchange(path_, {}); }

fs::path system_temp_directory() {
  const auto chosen = Environment::of_process().get("TMPDIR");
  return chosen && !chosen->empty() ? fs::path(*chosen) : fs::path("/tmp");
}

}  // namespace axle
